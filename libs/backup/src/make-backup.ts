import { join } from 'node:path';
import type { ClientBase, Pool } from 'pg';
import { storedAccounts } from '#accounts';
import { waymarkVersion } from '#config';
import { inTransaction } from '#database';
import { documentsThere, storedParts } from '#documents';
import { beginning, newId, type EventStore, type Instant, type Position, type StoredEvent } from '#event-sourcing';
import { storedKeys } from '#sealing';
import { Draft } from './draft.js';
import { BackupDamaged, formatVersion, sameTally, type Header, type Tally } from './format.js';
import { BackupFile } from './reading.js';
import { sectionNames, sectionsHere, type EventRecord, type SectionName } from './sections.js';
import { BackupWriter, type Progress } from './writing.js';

/** There is no installation of which a backup could be made. */
export class NothingToBackUp extends Error {
  override readonly name = 'NothingToBackUp';
}

export type BackupParts = {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'readAll' | 'head' | 'gapless'>;
};

export type BackupOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
  /** The version that makes it; this one, unless told. */
  readonly waymark?: string;
};

export type Backup = {
  readonly path: string;
  readonly header: Header;
  readonly bytes: number;
  readonly tallies: Record<SectionName, Tally>;
};

const pageSize = 500;

/**
 * Writes a backup into a folder, beside whatever runs: the events up to a head, and keys, accounts and documents as they are in
 * a snapshot that is taken after it. A key is stored before anything is sealed under it, and a document before an event names it,
 * so each of these events has its key, or its tombstone, and its documents in the snapshot; and events up to a head never change, so no transaction stays open while they are read.
 *
 * What was written is read again from the disk and held against what was meant before the file gets its name.
 *
 * @throws {CannotWrite} @throws {NothingToBackUp} @throws {BackupDamaged} when the disk does not give back what was written.
 */
export async function makeBackup(
  { pool, store }: BackupParts,
  folder: string,
  { signal, onProgress, waymark = waymarkVersion() }: BackupOptions = {},
): Promise<Backup> {
  const draft = await Draft.begin(folder);
  try {
    const end = await endOf(store);
    const { writer, header } = await inTransaction(pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const begun = await headerOf(client, end.count, waymark);
      const writing = await BackupWriter.begin(draft, begun, signal);
      await writing.section('keys', storedKeys(client), onProgress);
      await writing.section('accounts', storedAccounts(client), onProgress);
      await writing.section('documents', (await documentsThere(client)) ? storedParts(client) : none(), onProgress);
      return { writer: writing, header: begun };
    });
    await writer.section('events', numbered(store, end.head), onProgress);
    await writer.end();
    await draft.finish();
    const tallies = await readBack(draft.path, writer, signal);
    const path = await draft.rename(nameOf(header.madeAt));
    return { path, header, bytes: (await BackupFile.open(path)).bytes, tallies };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

/** A database that an earlier version left has no place for documents yet, and a backup changes nothing. */
async function* none(): AsyncGenerator<never[]> {}

export const eventRecordOf = ({ id, stream, revision, position, type, data, meta }: StoredEvent): EventRecord => [
  id,
  stream,
  String(revision),
  String(position),
  type,
  data,
  meta,
];

/** In the order of their names, backups are in the order in which they were made. */
const nameOf = (madeAt: Instant): string => `waymark-${madeAt.replaceAll(':', '').replace('.', '')}.backup`;
export const isBackupName = (name: string): boolean => /^waymark-[\dTZ-]+\.backup$/.test(name);
/** Where backups go unless somebody says otherwise. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

async function headerOf(client: ClientBase, head: bigint, waymark: string): Promise<Header> {
  const known = await client.query<{ there: boolean }>("SELECT to_regclass('keys.master_key') IS NOT NULL AS there");
  const { rows } = known.rows[0]?.there
    ? await client.query<{ master_key: string; made_at: Date }>(
        'SELECT check_value AS master_key, now() AS made_at FROM keys.master_key',
      )
    : { rows: [] };
  const [found] = rows;
  if (!found)
    throw new NothingToBackUp('This database holds no installation of Waymark yet: there is nothing to back up.');
  return {
    format: formatVersion,
    backupId: newId(),
    waymark,
    madeAt: found.made_at.toISOString(),
    head: String(head),
    masterKey: found.master_key,
    sections: sectionsHere,
  };
}

/** Where the log ends now, and how many events that are. */
async function endOf(store: BackupParts['store']): Promise<{ head: Position; count: bigint }> {
  const head = await store.head();
  if (store.gapless) return { head, count: head };
  let count = 0n;
  for await (const page of numbered(store, head)) count += BigInt(page.length);
  return { head, count };
}

/** The events up to a head. Where positions don't count them, they are numbered: a backup is restored into a store that does. */
async function* numbered(store: BackupParts['store'], head: Position): AsyncGenerator<EventRecord[]> {
  let count = 0n;
  for (let after = beginning; after < head;) {
    const page = (await store.readAll(after, pageSize)).filter(({ position }) => position <= head);
    const last = page.at(-1);
    if (!last || (store.gapless && last.position !== after + BigInt(page.length))) {
      throw new BackupDamaged(
        `The log has a hole after position ${after}: something other than Waymark has been at it. Keep the backups that you have.`,
      );
    }
    after = last.position;
    yield page.map((event) => eventRecordOf({ ...event, position: (count += 1n) }));
  }
}

async function readBack(path: string, writer: BackupWriter, signal?: AbortSignal) {
  const tallies = await (await BackupFile.open(path)).check(signal);
  if (sectionNames.some((name) => !sameTally(tallies[name], writer.tallies[name]))) {
    throw new BackupDamaged('The disk does not give back what was written. Write the backup to another disk.');
  }
  return tallies;
}
