import { dirname, join, resolve } from 'node:path';
import { destroyedSince, restore as restoreInto, type BackupFile, type DestroyedSince } from '#backup';
import { readConfig, type Config } from '#config';
import { Database } from '#database';
import { allMigrations, destroyedKeysFile, FileClock } from '#installation';
import { loadMasterKey, MasterKeyRefused } from '#sealing';
import { brokenOffWhole, openBackup, progressIn } from './backup.js';
import type { Frame } from './frame.js';
import { Refused } from './tell.js';

export type RestoreOptions = {
  readonly destroyed?: readonly string[];
  readonly nothingDestroyedSince?: boolean;
};

/** Restores a backup into an empty place, and proves that what is there is what the backup holds. */
export async function restore(file: string, options: RestoreOptions, frame: Frame): Promise<void> {
  await brokenOffWhole(
    frame,
    'Nothing was restored: the place is as empty as it was. Run it again.',
    async (signal) => {
      const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
      if (config.eventStoreUrl !== undefined) {
        throw new Refused(
          'EVENT_STORE_URL is set, and a backup is restored into PostgreSQL. Take it away, restore, and then move the log ' +
            'to KurrentDB: waymark copy.',
        );
      }
      const backup = await openBackup(file);
      // Everything that could be wrong is found before anything is made.
      await backup.assertSealed(signal);
      await assertMasterKey(config, backup);
      const known = await askWhatWasDestroyed(config, backup, options);
      await into(config, backup, known, frame);
    },
  );
}

async function assertMasterKey({ dataDir, masterKey: given }: Config, backup: BackupFile): Promise<void> {
  const file = join(dataDir, 'master.key');
  const { masterKey } = await loadMasterKey(given, file, false);
  if (masterKey.checkValue() === backup.header.masterKey) return;
  throw new MasterKeyRefused(
    `The master key (${given ? 'MASTER_KEY' : file}) is not the one under which ${backup.path} was sealed. Put the right one there.`,
  );
}

async function askWhatWasDestroyed(
  { dataDir }: Config,
  backup: BackupFile,
  { destroyed = [], nothingDestroyedSince = false }: RestoreOptions,
): Promise<DestroyedSince> {
  const lookIn = [destroyedKeysFile(dataDir), destroyedKeysFile(dirname(backup.path))];
  const known = await destroyedSince(
    backup,
    destroyed.map((each) => resolve(each)),
    lookIn,
  ).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Refused(`There is no file ${error.path ?? ''}.`) : error;
  });
  if (known.unknownAfter === null || nothingDestroyedSince) return known;
  throw new Refused(
    `Nothing says whose keys were destroyed after ${known.unknownAfter}, and they must stay destroyed. Give the file ` +
      'destroyed-keys.jsonl of the data directory that was lost, or a copy of it, with --destroyed FILE. If no key was ' +
      'destroyed since then, say so with --nothing-destroyed-since.',
  );
}

async function into(config: Config, backup: BackupFile, known: DestroyedSince, frame: Frame): Promise<void> {
  const { dataDir, databaseUrl, databaseOwnerUrl, clockFile } = config;
  // As `start`, so that nobody else works on the place meanwhile.
  const database = await Database.open({ dataDir, databaseUrl, databaseOwnerUrl, as: 'start' }, allMigrations);
  try {
    const { tallies, destroyedAgain, digest } = await restoreInto({
      database,
      backup,
      destroyed: known.tombstones,
      clock: clockFile === undefined ? undefined : new FileClock(clockFile),
      signal: frame.stop.signal,
      onProgress: progressIn(frame, 'Restoring'),
    });
    const { backupId, madeAt, head } = backup.header;
    const { events, keys, accounts, documents } = tallies;
    frame.result({ backupId, madeAt, head, sections: tallies, destroyedAgain, digest });
    frame.say(
      `Restored ${events.count} events up to position ${head}, ${keys.count} keys, ${accounts.count} accounts and ` +
        `${documents.count} parts of documents.`,
    );
    frame.say(`Read again, all of it is equal to the backup of ${madeAt}. Its digest is ${digest}.`);
    if (known.from.length > 0) frame.say(`Destroyed keys were looked for in ${known.from.join(', ')}.`);
    frame.say(`${destroyedAgain} ${destroyedAgain === 1 ? 'key was' : 'keys were'} destroyed since, and not restored.`);
    frame.say(
      'What was entered after that moment is not in it: enter it again. Then start Waymark; people sign in again.',
    );
  } finally {
    await database.close();
  }
}
