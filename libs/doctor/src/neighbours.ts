import { createServer } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Config } from '#config';
import { same } from '#event-sourcing';
import { alive } from '#health';
import { lookAtRedis, RedisUnusable } from '#jobs';
import { readEditions } from '#procedure';
import { broken, ok, warning, type Finding } from './finding.js';

const withinMs = 10_000;

/** The mail server: connects, asks for TLS, signs in, and sends nothing. */
export async function checkMail({ smtpUrl, production }: Config): Promise<readonly Finding[]> {
  const name = 'mail server';
  if (smtpUrl === undefined) {
    return production
      ? [
          warning(
            name,
            'SMTP_URL is not set: no letter leaves, and every page of staff says so.',
            'Set SMTP_URL to your mail server.',
          ),
        ]
      : [ok(name, 'SMTP_URL is not set: letters are kept on the page /mailbox.')];
  }
  const { hostname, port } = new URL(smtpUrl);
  const where = port === '' ? hostname : `${hostname}:${port}`;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: withinMs,
    greetingTimeout: withinMs,
    socketTimeout: withinMs,
  });
  try {
    await transport.verify();
    return [ok(name, `${where} answers and takes our sign-in. Nothing was sent.`)];
  } catch (error) {
    return [mailTrouble(name, where, error)];
  } finally {
    transport.close();
  }
}

function mailTrouble(name: string, where: string, error: unknown): Finding {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code === 'EAUTH') return broken(name, `${where} refuses our sign-in.`, 'Correct user and password in SMTP_URL.');
  if (code === 'ETLS' || /CERT|SSL|TLS/.test(code ?? '')) {
    return broken(
      name,
      `No encrypted connection to ${where} comes about (${code ?? ''}).`,
      'Mend its certificate, or the scheme and port in SMTP_URL.',
    );
  }
  const why = [code, responseCode].filter(Boolean).join(' ');
  return broken(
    name,
    `${where} does not answer as a mail server (${why}). Letters wait, and go when it does.`,
    'See that it runs and can be reached from here, or correct SMTP_URL.',
  );
}

/** Redis, where jobs are kept in it. */
export async function checkRedis({ redisUrl }: Config): Promise<readonly Finding[]> {
  const name = 'Redis';
  if (redisUrl === undefined) return [];
  try {
    const { words, warnings } = await lookAtRedis(redisUrl);
    return [ok(name, words), ...warnings.map(({ sentence, mend }) => warning(name, sentence, mend))];
  } catch (error) {
    if (error instanceof RedisUnusable) return [broken(name, `${error.sentence} No job is done.`, error.mend)];
    throw error;
  }
}

/** The port of the pages: free, ours, or somebody else's. Port 0 is any that is free. */
export const checkPort = ({ port, host }: Config): Promise<readonly Finding[]> =>
  checkOnePort('port', { port, host, portVariable: 'PORT', hostVariable: 'HOST' });

/** The same of the port for operators, where there is one, and whether others than this machine may reach it. */
export async function checkOperationsPort(config: Config): Promise<readonly Finding[]> {
  const { operationsPort: port, operationsHost: host } = config;
  const name = 'operations port';
  if (port === undefined) return [];
  const variables = { portVariable: 'OPERATIONS_PORT', hostVariable: 'OPERATIONS_HOST' };
  const findings = await checkOnePort(name, { port, host, ...variables });
  if (isLoopback(host)) return findings;
  const open = warning(
    name,
    `Whoever can reach ${host} may read the metrics: nobody is asked who they are.`,
    'See that a firewall lets monitoring alone in, or set OPERATIONS_HOST to 127.0.0.1.',
  );
  return [...findings, open];
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

type Listening = {
  readonly port: number;
  readonly host: string;
  readonly portVariable: string;
  readonly hostVariable: string;
};

async function checkOnePort(
  name: string,
  { port, host, portVariable, hostVariable }: Listening,
): Promise<readonly Finding[]> {
  if (port === 0) return [ok(name, 'Any port that is free is taken.')];
  const trouble = await troubleListening(port, host);
  if (trouble === null) return [ok(name, `Port ${port} on ${host} is free: no Waymark serves there.`)];
  if (trouble !== 'EADDRINUSE') {
    return [
      broken(
        name,
        `Port ${port} on ${host} can't be opened (${trouble}).`,
        `Set ${portVariable} and ${hostVariable} to what this machine and user may open.`,
      ),
    ];
  }
  if (await isWaymark(port, host)) return [ok(name, `Waymark answers on port ${port} on ${host}.`)];
  return [
    broken(
      name,
      `Port ${port} on ${host} is taken by another program.`,
      `Stop that one, or set ${portVariable} to another number.`,
    ),
  ];
}

function troubleListening(port: number, host: string): Promise<string | null> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => done(code));
    probe.listen(port, host, () => probe.close(() => done(null)));
  });
}

async function isWaymark(port: number, host: string): Promise<boolean> {
  const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${here}:${port}/health/live`, { signal: AbortSignal.timeout(withinMs) });
    return response.ok && same(await response.json(), alive);
  } catch {
    return false;
  }
}

/** The editions of the procedure, read as at a start. @throws {BadEdition} */
export async function checkProcedures({ procedures }: Config, today = new Date()): Promise<readonly Finding[]> {
  const name = 'procedure';
  const editions = await readEditions(procedures);
  const inForce = editions.inForceOn(today.toISOString().slice(0, 10));
  const names = editions.all.map(({ id, edition }) => `${id} ${edition}`).join(', ');
  if (inForce) return [ok(name, `${inForce.id} ${inForce.edition} is in force; there are ${names}.`)];
  return [
    broken(name, `No edition in ${procedures} is in force today.`, 'Put an edition there, or set WAYMARK_PROCEDURES.'),
  ];
}
