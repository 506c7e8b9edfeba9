import { openInstallation } from '#installation';
import { aboutInstallation } from '../../operations/src/about-installation.js';
import { Operations } from '../../operations/src/operations.js';
import { startWorker } from '../../worker/src/start-worker.js';
import { Closing } from './closing.js';
import { aboutLetters, aboutOperations, configOf, isWatched, ready, untilStopped } from './serving.js';
import { say } from './tell.js';

/** Does in a process of its own what happens without a request, until it is told to stop. */
export async function worker(): Promise<void> {
  const config = configOf(isWatched());
  if (isWatched()) say('Starting …');
  const closing = new Closing();
  const opening = closing.orClose(async () => {
    const operations = await Operations.open(config);
    closing.add(() => operations.close());
    const { readiness, meter } = operations;
    const installation = await openInstallation(config, { as: 'worker', meter });
    closing.add(() => installation.close());
    const working = await startWorker(installation, { readiness });
    closing.add(() => working.close());
    operations.opened(aboutInstallation(installation, working));
    // Nobody is sent to a worker: there is nothing to wait for.
    closing.add(async () => readiness.stop());
    return { installation, operations, close: closing.close };
  });
  const isStopping = untilStopped(opening, config);
  const { installation, operations } = await opening;
  if (isStopping()) return;
  ready({
    program: 'worker',
    config,
    words: [
      'The worker of Waymark is at work: it looks once a minute for what is due, and hears at once of what is entered.',
      aboutLetters(config),
      'It serves no pages: waymark web does.',
      ...aboutOperations(operations),
    ],
    logged: 'The worker has started.',
    warnings: installation.warnings,
  });
}
