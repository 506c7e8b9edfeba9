import { asJson, inFrame, type FrameOptions } from './frame.js';
import type { Line } from './line.js';

/** Commands for whoever writes a trust's procedure. They read files alone, and need no installation. */
export function procedureCommands(waymark: Line): void {
  waymark.commandsGroup('Procedure:');

  const procedure = waymark
    .command('procedure')
    .description('look over an edition of the procedure before it is used, and see what it changes')
    .note('docs/procedures.md teaches how an edition is written, with every word that it may use.')
    .example('procedure check our-edition.yaml', 'say everything that is wrong with it')
    .example('procedure diff off-site-education.2026-09 our-edition.yaml', 'say what it changes');

  procedure
    .command('check')
    .description('say what is wrong with files of editions, with line, column and what would be right')
    .argument('<files...>', 'files of editions')
    .option('--json', asJson)
    .note('All mistakes of a file are said at once. It ends with 1 when there is any, and changes nothing.')
    .example('procedure check our-edition.yaml', 'say everything that is wrong with it')
    .example('procedure check procedures/*.yaml --json', 'look over all of a folder, for a program')
    .action(async (files: string[], _: FrameOptions, line: Line) =>
      inFrame(line.optsWithGlobals<FrameOptions>(), async (frame) =>
        (await import('./procedure.js')).checkFiles(files, frame),
      ),
    );

  procedure
    .command('diff')
    .description('say in plain words what changes from one edition to another')
    .argument('<from>', 'a file, or the name of an edition that comes with Waymark')
    .argument('<to>', 'the same for the other')
    .option('--json', asJson)
    .note(
      'It tells what changes in the sources, in the checks before admission, in what a start asks for, and in what is owed, when, and who is told. It ends with 0 whether or not anything does.',
    )
    .example('procedure diff off-site-education.2025-01 off-site-education.2026-09', 'what is new since September 2026')
    .example('procedure diff off-site-education.2026-09 our-edition.yaml', 'what our own edition would change')
    .action(async (from: string, to: string, _: FrameOptions, line: Line) =>
      inFrame(line.optsWithGlobals<FrameOptions>(), async (frame) =>
        (await import('./procedure.js')).tellChanges(from, to, frame),
      ),
    );
}
