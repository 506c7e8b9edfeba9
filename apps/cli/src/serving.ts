import { readConfig, type Config } from '#config';
import { openInstallation, stopOnSignals, type Installation, type Opened } from '#installation';
import { createLogger } from '#logging';
import { aboutInstallation } from '../../operations/src/about-installation.js';
import { Operations } from '../../operations/src/operations.js';
import { startWorker } from '../../worker/src/start-worker.js';
import { assertPortFree } from '../../web/src/port.js';
import { startWeb } from '../../web/src/start-web.js';
import { Closing } from './closing.js';
import { say } from './tell.js';

/** Web and worker in one process, on one installation. */
export type Serving = {
  readonly installation: Installation;
  /** Where the pages are. */
  readonly url: string;
  readonly operations: Operations;
  readonly close: () => Promise<void>;
};

/** Opens an installation and does everything in this process. */
export async function serve(config: Config): Promise<Serving> {
  await assertPortFree(config);
  const closing = new Closing();
  return closing.orClose(async () => {
    const operations = await Operations.open(config);
    closing.add(() => operations.close());
    const { readiness, meter } = operations;
    const installation = await openInstallation(config, { as: 'start', meter });
    closing.add(() => installation.close());
    // Ready is who can serve pages: they must not go because jobs can't be done for a while. Alerts tell of those.
    const worker = await startWorker(installation);
    closing.add(() => worker.close());
    const web = await startWeb(installation, { ...config, readiness });
    closing.add(() => web.close());
    operations.opened(aboutInstallation(installation, worker));
    closing.add(() => operations.drain());
    return { installation, url: urlOf(config, web.url), operations, close: closing.close };
  });
}

/** Where people find the pages. */
export const urlOf = ({ port, publicUrl }: Config, url: string): string => (port === 0 ? url : publicUrl);

/** Whether a person looks at what this program says, on a terminal; else a program collects its log. */
export const isWatched = (): boolean => process.stdout.isTTY;

/** What the environment says; to people the log is quiet unless they ask for more. */
export const configOf = (isForPeople: boolean): Config =>
  readConfig(isForPeople ? { LOG_LEVEL: 'warn', ...process.env } : process.env);

/**
 * Ends in order on Ctrl-C, and at once on a second one: see `stopOnSignals`. On a terminal it says so.
 *
 * @returns whether it was told to stop.
 */
export const untilStopped = (opening: Promise<Opened>, { logLevel, drainSeconds }: Config): (() => boolean) =>
  stopOnSignals(opening, {
    log: createLogger('waymark', isWatched() ? 'info' : logLevel),
    drainMs: drainSeconds * 1_000,
  });

export type Ready = {
  readonly program: 'web' | 'worker';
  readonly config: Config;
  /** What it does, where, and what it waits for: to people. */
  readonly words: readonly string[];
  /** The line of the log that says the same to programs, with what they want to know. */
  readonly logged: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
};

/** Says that a program is ready: in words to whoever looks at a terminal, else in its log. */
export function ready({ program, config, words, logged, fields = {}, warnings }: Ready): void {
  if (isWatched()) {
    for (const line of [...words, ...warnings.map((warning) => `Note: ${warning}`), 'Ctrl-C stops it.']) say(line);
    return;
  }
  const log = createLogger(program, config.logLevel);
  for (const warning of warnings) log.warn(warning);
  log.info(fields, logged);
}

/** Where operators find health and metrics, if anywhere. */
export const aboutOperations = ({ url }: Operations): string[] =>
  url === null ? [] : [`Operators find /health/live, /health/ready and /metrics at ${url}`];

/** What becomes of letters. `mailbox` is where the page lies. */
export function aboutLetters({ smtpUrl, production }: Config, mailbox = '/mailbox'): string {
  if (smtpUrl !== undefined) return `Letters leave through the mail server at ${new URL(smtpUrl).host}.`;
  return production
    ? 'No letter leaves, because SMTP_URL is not set. Every page of staff says so.'
    : `Letters are kept at ${mailbox} for operators and not sent, because SMTP_URL is not set.`;
}
