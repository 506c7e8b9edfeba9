import { withoutPersonalData, type Logger } from '#logging';

/**
 * Ends this process well: the first SIGTERM or SIGINT lets it finish what it has in hand, the second stops it at once.
 * Whatever is cut off is taken up again, so stopping at once costs time and nothing else.
 */
export function stopOnSignals(close: () => Promise<void>, log: Logger): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'Stopping.');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(withoutPersonalData(error), 'Stopping went wrong.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
