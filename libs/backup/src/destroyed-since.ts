import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DestroyedKeys, type Tombstone } from '#sealing';
import { BackupDamaged } from './format.js';
import { isBackupName } from './make-backup.js';
import { BackupFile } from './reading.js';

export type DestroyedSince = {
  readonly tombstones: readonly Tombstone[];
  /** From which files they come. */
  readonly from: readonly string[];
  /** Nothing that was found tells of destructions after this moment; null where a file was named that was kept to the end. */
  readonly unknownAfter: string | null;
};

/**
 * Which keys have been destroyed since a backup was made: as told by the files that are named (notes of destroyed keys, or
 * newer backups), by newer backups of the same installation beside it, and by the notes in the places named in `lookIn`.
 *
 * Only notes that somebody names count as kept to the end: of a file that is merely found nobody knows how old it is.
 */
export async function destroyedSince(
  backup: BackupFile,
  named: readonly string[],
  lookIn: readonly string[],
): Promise<DestroyedSince> {
  const tombstones: Tombstone[] = [];
  const from: string[] = [];
  let newest = backup.header.madeAt;
  let toTheEnd = false;
  const hearBackup = async (newer: BackupFile) => {
    await newer.assertSealed();
    tombstones.push(...(await tombstonesOf(newer)));
    from.push(newer.path);
    if (newer.header.madeAt > newest) newest = newer.header.madeAt;
  };
  for (const path of named) {
    const newer = await backupAt(path);
    if (newer) await hearBackup(newer);
    else {
      tombstones.push(...(await new DestroyedKeys(path).read()));
      from.push(path);
      toTheEnd = true;
    }
  }
  for (const newer of await newerBeside(backup)) await hearBackup(newer);
  for (const path of lookIn) {
    const noted = await new DestroyedKeys(path).read();
    tombstones.push(...noted);
    if (noted.length > 0 && !from.includes(path)) from.push(path);
  }
  return { tombstones, from: [...new Set(from)], unknownAfter: toTheEnd ? null : newest };
}

/** Null when the file is something else. @throws when there is none. */
async function backupAt(path: string): Promise<BackupFile | null> {
  try {
    return await BackupFile.open(path);
  } catch (error) {
    // Notes are lines of JSON; a backup that is damaged is named like one.
    if (error instanceof BackupDamaged && !isBackupName(basename(path))) return null;
    throw error;
  }
}

/** Newer backups of the same installation in the same folder; one that can't be read is passed over. */
async function newerBeside({ path, header }: BackupFile): Promise<BackupFile[]> {
  const names = (await readdir(dirname(path))).filter((name) => isBackupName(name) && name !== basename(path));
  const opened = await Promise.all(names.map((name) => BackupFile.open(join(dirname(path), name)).catch(() => null)));
  const newer: BackupFile[] = [];
  for (const each of opened) {
    if (each?.header.masterKey !== header.masterKey || each.header.madeAt <= header.madeAt) continue;
    const whole = await each.assertSealed().then(
      () => true,
      () => false,
    );
    if (whole) newer.push(each);
  }
  return newer;
}

async function tombstonesOf(backup: BackupFile): Promise<Tombstone[]> {
  const found: Tombstone[] = [];
  for await (const page of backup.pages()) {
    if (page.section !== 'keys') break; // The keys come first.
    for (const [subjectId, kept, , , at] of page.records) if (at !== null) found.push({ subjectId, kept, at });
  }
  return found;
}
