import { withoutPersonalData, type Logger } from '#logging';
import { flushSpans } from '#tracing';

/** What a program has open. */
export type Opened = { close(): Promise<unknown> };

export type StopOptions = {
  readonly log: Logger;
  /** How long it may take to end in order. */
  readonly withinMs?: number;
  /** What it may take besides, because it goes on serving for so long. */
  readonly drainMs?: number;
};

/** What comes so soon after the first signal is the same key once more: npm passes on what the terminal has sent already. */
const sameKeyMs = 300;
const withinSeconds = 30;
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof exitCodes;

/**
 * Ends this process well: the first SIGTERM or SIGINT, or the end of its terminal (SIGHUP), lets it finish what it has in
 * hand, and it ends with 0; the second ends it at once. Whatever is cut off is taken up again, so ending at once costs time and nothing else.
 *
 * It is called before anything is open: a signal that comes meanwhile waits for the opening, and closes what it opened.
 *
 * @returns whether a signal has come.
 */
export function stopOnSignals(
  opening: Promise<Opened>,
  { log, withinMs = withinSeconds * 1_000, drainMs = 0 }: StopOptions,
): () => boolean {
  const endsWithinMs = withinMs + drainMs;
  let stoppingSince: number | undefined;
  const stop = (signal: Signal): void => {
    const now = performance.now();
    if (stoppingSince !== undefined) {
      if (now - stoppingSince > sameKeyMs) process.exit(exitCodes[signal]);
      return;
    }
    stoppingSince = now;
    // A terminal has just shown ^C, and stays on that line.
    if (signal === 'SIGINT' && process.stdout.isTTY) process.stdout.write('\n');
    log.info({ signal }, 'Stopping: what is in hand is finished first. A second time ends it at once.');
    setTimeout(() => {
      log.error(tooLong(endsWithinMs));
      process.exit(1);
    }, endsWithinMs).unref();
    closed(opening).then(
      () => {
        log.info('Stopped.');
        process.exit(0);
      },
      (error: unknown) => {
        log.error(
          withoutPersonalData(error),
          'Stopping went wrong. What was under way is taken up again at the next start.',
        );
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  return () => stoppingSince !== undefined;
}

const tooLong = (withinMs: number): string =>
  `Waymark had not stopped after ${withinMs / 1_000} s, and was ended. What was under way is taken up again at the next start.`;

/** What could not be opened has been closed by whoever tried, and is told by them. */
async function closed(opening: Promise<Opened>): Promise<void> {
  const opened = await opening.catch(() => null);
  await opened?.close();
  await flushSpans();
}
