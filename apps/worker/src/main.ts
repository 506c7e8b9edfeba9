import { readConfig } from '#config';
import { openInstallation } from '#installation';
import { createLogger } from '#logging';
import { startWorker } from './start-worker.js';
import { stopOnSignals } from './stopping.js';

/** The worker in a process of its own. */
const config = readConfig(process.env);
const log = createLogger('worker', config.logLevel);
const installation = await openInstallation(config, { as: 'worker' });
for (const warning of installation.warnings) log.warn(warning);
const worker = await startWorker(installation);
stopOnSignals(async () => {
  await worker.close();
  await installation.close();
}, log);
