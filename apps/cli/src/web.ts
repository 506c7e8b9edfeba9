import { openInstallation } from '#installation';
import { aboutInstallation } from '../../operations/src/about-installation.js';
import { Operations } from '../../operations/src/operations.js';
import { assertPortFree } from '../../web/src/port.js';
import { startWeb } from '../../web/src/start-web.js';
import { Closing } from './closing.js';
import { aboutOperations, configOf, isWatched, ready, untilStopped, urlOf } from './serving.js';
import { say } from './tell.js';

/** Serves the pages in a process of its own until it is told to stop; what is under way is answered first. */
export async function web(): Promise<void> {
  const config = configOf(isWatched());
  if (isWatched()) say('Starting …');
  const closing = new Closing();
  const opening = closing.orClose(async () => {
    await assertPortFree(config);
    const operations = await Operations.open(config);
    closing.add(() => operations.close());
    const { readiness, meter } = operations;
    const installation = await openInstallation(config, { as: 'web', meter });
    closing.add(() => installation.close());
    const serving = await startWeb(installation, { ...config, readiness });
    closing.add(() => serving.close());
    operations.opened(aboutInstallation(installation, serving));
    closing.add(() => operations.drain());
    return { installation, serving, operations, close: closing.close };
  });
  const isStopping = untilStopped(opening, config);
  const { installation, serving, operations } = await opening;
  if (isStopping()) return;
  ready({
    program: 'web',
    config,
    words: [
      `The pages of Waymark are at ${urlOf(config, serving.url)}`,
      'This serves them alone. Providers are asked and letters leave while a worker runs: waymark worker',
      ...aboutOperations(operations),
    ],
    logged: 'The pages are being served.',
    fields: { port: serving.port },
    warnings: installation.warnings,
  });
}
