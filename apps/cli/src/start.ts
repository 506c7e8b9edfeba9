import { Accounts } from '#accounts';
import { readConfig, type Config } from '#config';
import type { Installation } from '#installation';
import { serve, untilStopped } from './serving.js';
import { say } from './tell.js';

/** Serves an installation until it is told to stop. An empty one waits for its first school: never example data. */
export async function start(): Promise<void> {
  // People read this console, so the log is quiet unless they ask for more.
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const { installation, url, close } = await serve(config);
  untilStopped(close);

  say(`Waymark is at ${url}`);
  for (const line of await firstSteps(installation, url)) say(line);
  for (const line of [...installation.warnings, ...aboutLetters(config, url)]) say(`Note: ${line}`);
  say('Ctrl-C stops it.');
}

async function firstSteps({ database, clock, masterKey }: Installation, url: string): Promise<string[]> {
  const accounts = new Accounts(database.pool('accounts', { max: 1 }), clock, masterKey);
  if (await accounts.hasAnyone()) return [];
  const { token } = await accounts.makeLink('first-run');
  return [
    '',
    'Nobody can sign in yet. Open this link to enter the first school and yourself:',
    `  ${url}/first-run/${token}`,
    'It works once and for a quarter of an hour; starting again makes another.',
    '',
  ];
}

function aboutLetters({ smtpUrl, production }: Config, url: string): string[] {
  if (smtpUrl !== undefined) return [];
  return production
    ? ['No letter leaves, because SMTP_URL is not set. Every page of staff says so.']
    : [`Letters are kept at ${url}/mailbox and not sent, because SMTP_URL is not set.`];
}
