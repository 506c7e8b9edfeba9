import { readConfig } from '#config';
import { openInstallation } from '#installation';
import { createLogger, withoutPersonalData } from '#logging';
import { startWeb } from './start-web.js';

/** The pages as a process of their own: it serves until it is told to stop, and answers what is under way first. */
const config = readConfig(process.env);
const logger = createLogger('web', config.logLevel);
const installation = await openInstallation(config, { as: 'web' });
for (const warning of installation.warnings) logger.warn(warning);
const web = await startWeb(installation, config);
logger.info({ port: web.port }, 'The pages are being served.');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await web.close();
  await installation.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stop().catch((error: unknown) => {
      logger.fatal(withoutPersonalData(error), 'The pages could not be stopped in order.');
      process.exitCode = 1;
    });
  });
}
