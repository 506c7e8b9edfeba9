import { commandLine } from './command-line.js';
import { mayLoseItsReader } from './readers.js';
import { exitCodeOf, tell } from './tell.js';

/** The command line of Waymark. */
mayLoseItsReader(process.stdout);
mayLoseItsReader(process.stderr);
try {
  await commandLine().parseAsync();
} catch (error) {
  tell(error);
  process.exitCode = exitCodeOf(error);
}
