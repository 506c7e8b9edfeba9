import { BadConfig, proxiesInWords, readConfig, type Config } from '#config';
import { broken, ok, warning, type Finding } from './finding.js';

type Env = Parameters<typeof readConfig>[0];

/** The version of Node that runs this. */
export function checkNode(version = process.versions.node): Finding {
  const name = 'Node';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return broken(name, `This is Node ${version}.`, 'Install Node 20.19 or newer: a current LTS is best.');
  }
  return ok(name, `This is Node ${version}.`);
}

/** The environment: each wrong variable, or what it comes to. Null where it can't be read, because then nothing else can be looked at. */
export function checkEnvironment(env: Env): { findings: readonly Finding[]; config: Config | null } {
  const name = 'environment';
  try {
    const config = readConfig(env);
    return { findings: [ok(name, inWords(config)), ...aboutSimulation(config)], config };
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    const findings = [...error.faults].map(([variable, fault]) =>
      broken(name, `${variable} ${fault}.`, `Set ${variable} as .env.example describes it.`),
    );
    return { findings, config: null };
  }
}

function inWords({ production, databaseUrl, redisUrl, smtpUrl, publicUrl, trustedProxies }: Config): string {
  return [
    production ? 'In production' : 'Not in production',
    databaseUrl === undefined ? 'on an embedded PostgreSQL' : 'on the PostgreSQL of DATABASE_URL',
    redisUrl === undefined ? 'jobs in PostgreSQL' : 'jobs in Redis',
    smtpUrl === undefined ? 'without a mail server' : 'with a mail server',
    proxiesInWords(trustedProxies),
    `links begin with ${publicUrl}.`,
  ].join(', ');
}

function aboutSimulation({ clockFile }: Config): readonly Finding[] {
  if (clockFile === undefined) return [];
  return [
    warning(
      'environment',
      `Time is read from ${clockFile}: this is a simulation.`,
      'Unset WAYMARK_CLOCK_FILE to work with real time.',
    ),
  ];
}
