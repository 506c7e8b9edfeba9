import { asJson, inFrame, type FrameOptions } from './frame.js';
import type { Line } from './line.js';

/** Commands for whoever writes a trust's procedure. They read files alone, and need no installation. */
export function procedureCommands(waymark: Line): void {
  waymark.commandsGroup('Procedure:');

  const procedure = waymark
    .command('procedure')
    .description('look over an edition of the procedure before it is used')
    .example('procedure check our-edition.yaml', 'say everything that is wrong with it');

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
}
