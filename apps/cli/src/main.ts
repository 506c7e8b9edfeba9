import { Command } from 'commander';
import { tell } from './tell.js';

/**
 * The command line. Each command is a file of its own, loaded when it is asked for: whoever asks for help need not wait
 * for a web server to be read.
 */
const waymark = new Command('waymark')
  .description('The system of record for pupils whom a school educates off-site.')
  .addHelpText('after', '\nThe environment says where everything is; .env.example describes each variable.')
  .showHelpAfterError();

waymark
  .command('start')
  .description('serve the pages and do the work in one process; without DATABASE_URL on an embedded database')
  .action(async () => (await import('./start.js')).start());

waymark
  .command('web')
  .description('serve the pages; as many of these as you like on one DATABASE_URL')
  .action(async () => void (await import('../../web/src/main.js')));

waymark
  .command('worker')
  .description('do what happens without a request; as many of these as you like on one DATABASE_URL')
  .action(async () => void (await import('../../worker/src/main.js')));

waymark
  .command('demo')
  .description('show Waymark with an example trust, on the morning of a school day')
  .option('--once', 'live through one school week instead, compare it with the table worked out by hand, and end')
  .action(async ({ once = false }: { once?: boolean }) => {
    if (once) await (await import('./demo/once.js')).demoOnce();
    else await (await import('./demo/demo.js')).demo();
  });

waymark
  .command('rebuild')
  .description('make the read models anew from all events, beside those that are read, and compare the two')
  .argument('[names...]', 'which read models; all of them unless told')
  .option('--swap', 'let what was built take the place of what is read')
  .option('--prune', 'drop the tables of versions that no process of this version reads')
  .option('--json', 'print the result as JSON')
  .action(async (names: string[], options: { swap?: boolean; prune?: boolean; json?: boolean }) =>
    (await import('./rebuild.js')).rebuild(names, options),
  );

waymark.parseAsync().catch((error: unknown) => {
  tell(error);
  process.exitCode = 1;
});
