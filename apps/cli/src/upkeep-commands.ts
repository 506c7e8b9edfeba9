import type { BackupOptions } from './backup.js';
import type { CopyCommandOptions } from './copy.js';
import { asJson, inFrame, type FrameOptions } from './frame.js';
import type { Line } from './line.js';
import type { RebuildOptions } from './rebuild.js';
import type { RestoreOptions } from './restore.js';

/** Commands for whoever runs an installation. They work beside whatever serves it. */
export function upkeepCommands(waymark: Line): void {
  waymark.commandsGroup('Upkeep:');

  waymark
    .command('doctor')
    .description('say what is configured, what can be reached, what is wrong and how to mend it')
    .option('--json', asJson)
    .note(
      'It looks and changes nothing: an embedded PostgreSQL that is stopped stays so, and no letter is sent. It ends with 1 ' +
        'when something is broken.',
    )
    .example('doctor', 'look an installation over, whether it runs or not')
    .action(async (options: { json?: boolean }) => (await import('./doctor.js')).doctor(options));

  waymark
    .command('migrate')
    .description('give the database what this version needs, and end')
    .option('--json', asJson)
    .note(
      'Every program does this when it starts. With a step of its own before them, DATABASE_OWNER_URL, the login that owns ' +
        'the tables, can be kept from the programs that serve.',
    )
    .example('migrate', 'before web and workers of a new version start')
    .action(async (options: FrameOptions) =>
      inFrame(options, async (frame) => (await import('./migrate.js')).migrate(frame)),
    );

  waymark
    .command('rebuild')
    .description('make the read models anew from all events, beside those that are read, and compare the two')
    .argument('[names...]', 'which read models; all of them unless told')
    .option('--swap', 'let what was built take the place of what is read')
    .option('--prune', 'drop the tables of versions that no process of this version reads')
    .option('--json', asJson)
    .note('Pages go on meanwhile. It ends with 1 when what is read differs from what the events give.')
    .example('rebuild', 'prove that what is read is what the events say')
    .example('rebuild sessions timeline --swap', 'make these two anew')
    .action(async (names: string[], options: RebuildOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./rebuild.js')).rebuild(names, options, frame)),
    );

  waymark
    .command('backup')
    .description('write a backup beside whatever runs, and read it again to see that it is whole')
    .argument('[folder]', 'where to; backups in the data directory unless told')
    .option('--check <file>', 'check a backup that was written, and say what is in it; nothing else is needed for that')
    .option('--json', asJson)
    .note('The master key is not in a backup: keep it apart. docs/backup.md says how to do this by a timetable.')
    .example('backup /mnt/elsewhere', 'write a backup to another disk')
    .example('backup --check /mnt/elsewhere/FILE', 'see whether a copy is whole')
    .action(async (folder: string | undefined, options: BackupOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./backup.js')).backup(folder, options, frame)),
    );

  waymark
    .command('restore')
    .description('restore a backup into an empty data directory or database, and prove that it is equal')
    .argument('<file>', 'the backup')
    .option('--destroyed <file...>', 'which keys have been destroyed since: destroyed-keys.jsonl, or newer backups')
    .option('--nothing-destroyed-since', 'no key has been destroyed since the newest backup that is known')
    .option('--json', asJson)
    .note('All of it is restored or nothing. It needs the master key of the installation that was backed up.')
    .example('restore FILE --destroyed destroyed-keys.jsonl', 'keep destroyed what has been destroyed since')
    .action(async (file: string, options: RestoreOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./restore.js')).restore(file, options, frame)),
    );

  waymark
    .command('copy')
    .description('copy the log to another store, and prove that every event arrived byte for byte and in order')
    .requiredOption(
      '--from <place>',
      'postgres://…, kurrentdb://…, esdb://…, or the data directory of an embedded server',
    )
    .requiredOption('--to <place>', 'the same; the login to a PostgreSQL must own the tables')
    .option('--switch', 'let the installation that the environment names follow the copy; nothing of it may run')
    .option('--json', asJson)
    .note(
      'It copies up to where the log stands when it begins, and goes on from what is there already. Waymark may run ' +
        'meanwhile, except for --switch. Keys and accounts stay in PostgreSQL: docs/moving.md.',
    )
    .example('copy --from $DATABASE_URL --to $EVENT_STORE_URL', 'bring most of it over while Waymark runs')
    .example('copy --from $DATABASE_URL --to $EVENT_STORE_URL --switch', 'bring the rest, and follow the copy')
    .action(async (options: CopyCommandOptions & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./copy.js')).copy(options, frame)),
    );

  const parked = waymark
    .command('parked')
    .description('list what could not be handled, and so whose pupils are not being watched')
    .option('--check', 'end with 1 when anything is parked')
    .option('--json', asJson)
    .note(
      'It shows ids only. retry and skip wait until the answer has been heard, and end with 1 when something is still parked of what they were about.',
    )
    .example('parked', 'list what is parked, oldest first')
    .example('parked --check', 'for a watchdog: 0 when nothing is')
    .example('parked retry 1', 'try the first of the list again, after what it stumbled over was mended')
    .example('parked skip 1 --because "The answer was entered by hand."', 'pass over it for good')
    .action(async (options: { check?: boolean } & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./parked.js')).listParked(options, frame)),
    );

  parked
    .command('retry')
    .description('try a parked event once more, and then those that wait behind it')
    .argument('<which>', 'its number in the list, or the beginning of the event’s id')
    .option('--json', asJson)
    .example('parked retry 1', 'try the first of the list again')
    .action(async (which: string, _: FrameOptions, line: Line) =>
      inFrame(line.optsWithGlobals<FrameOptions>(), async (frame) =>
        (await import('./parked.js')).retryParked(which, frame),
      ),
    );

  parked
    .command('skip')
    .description('pass over a parked event for good: nothing follows from it, and those behind it are handled')
    .argument('<which>', 'its number in the list, or the beginning of the event’s id')
    .requiredOption('--because <reason>', 'why, for the log of operations; name nobody')
    .option('--json', asJson)
    .example('parked skip 1 --because "The answer was entered by hand."', 'and say why')
    .action(async (which: string, _: FrameOptions, line: Line) => {
      const options = line.optsWithGlobals<FrameOptions & { because: string }>();
      return inFrame(options, async (frame) => (await import('./parked.js')).skipParked(which, options.because, frame));
    });
}
