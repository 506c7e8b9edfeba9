import { asJson, inFrame, type FrameOptions } from './frame.js';
import type { ImportOptions } from './import.js';
import type { Line } from './line.js';
import type { ReplayOptions } from './replay.js';

/** Commands that bring records in, and tell them again. They work beside whatever serves the installation. */
export function recordsCommands(waymark: Line): void {
  waymark.commandsGroup('Records:');

  waymark
    .command('import')
    .description('import schools, staff, calendars, pupils, contacts, providers and running placements from CSV files')
    .argument('<paths...>', 'files, or folders with files; what each is, its headings tell')
    .option('--dry-run', 'check everything and say what would change, and write nothing')
    .option('--school <school>', 'the school of rows that name none, by URN or name')
    .option('--urn <urns...>', 'which schools of a national extract are wanted; without it, those that are entered')
    .option('--mailbox <email>', 'where replies about attendance go, for schools that are opened without a mailbox')
    .option('--gaps-due <day>', 'by when everything is to be there that imported placements lack: the head’s date')
    .option('--head <email>', 'which head sets that date, where a school has several')
    .option('--calendar <name>', 'which calendar of a file that holds several')
    .option('--json', asJson)
    .note(
      'All files are checked whole before anything is written: with a single error nothing is, and every bad row is said with file, line, column, value and what would be right. The same file again changes nothing. docs/importing.md describes the files.',
    )
    .example('import ./csv --dry-run', 'say what all files of a folder would change')
    .example(
      'import edubasealldata.csv --urn 123456 --mailbox absence@school.example',
      'open a school from the national register',
    )
    .example('import placements.csv --gaps-due 2026-12-18', 'bring in placements that run already')
    .action(async (paths: string[], options: ImportOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./import.js')).importFiles(paths, options, frame)),
    );

  waymark
    .command('replay')
    .description('tell the history of a placement, step by step, or what was known of it at a moment')
    .argument('[placement]', 'the id of a placement, or its beginning; without it, the placements are listed')
    .option('--at <moment>', 'what was known then: 2026-03-03T09:40 in the time of London, or the position of an event')
    .option('--all', 'tell all steps at once, also on a terminal')
    .option('--names', 'show names, and what people wrote in their own words')
    .option('--json', asJson)
    .note(
      'On a terminal it waits after each step: Enter for the next, b back, a number for that step, g for what was known ' +
        'then, g and a moment for what was known at that, q to quit. A terminal is a place where people look over a shoulder, and what is typed stays in its history: so pupils ' +
        'are named by nobody, and names and words of people are shown with --names alone.',
    )
    .example('replay', 'list the placements')
    .example('replay 3f2a', 'walk through the history of the one whose id begins so')
    .example('replay 3f2a --at 2026-03-03T09:40', 'what did we know at that moment?')
    .example('replay 3f2a --all | less', 'the whole history to read')
    .action(async (placement: string | undefined, options: ReplayOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./replay.js')).replay(placement, options, frame)),
    );
}
