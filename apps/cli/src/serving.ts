import { openInstallation, type Installation } from '#installation';
import type { Config } from '#config';
import { createLogger, type Logger } from '#logging';
import { startWorker } from '../../worker/src/start-worker.js';
import { stopOnSignals } from '../../worker/src/stopping.js';
import { startWeb } from '../../web/src/start-web.js';
import { Closing } from './closing.js';

/** Web and worker in one process, on one installation. */
export type Serving = {
  readonly installation: Installation;
  /** Where the pages are. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** Opens an installation and does everything in this process. */
export async function serve(config: Config): Promise<Serving> {
  const closing = new Closing();
  return closing.orClose(async () => {
    const installation = await openInstallation(config, { as: 'start' });
    closing.add(() => installation.close());
    const worker = await startWorker(installation);
    closing.add(() => worker.close());
    const web = await startWeb(installation, config);
    closing.add(() => web.close());
    return { installation, url: config.port === 0 ? web.url : config.publicUrl, close: closing.close };
  });
}

/** Ends in order on Ctrl-C, and at once on a second one. */
export function untilStopped(close: () => Promise<void>, log: Logger = createLogger('waymark', 'warn')): void {
  stopOnSignals(close, log);
}
