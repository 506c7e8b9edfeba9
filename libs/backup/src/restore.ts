import { createHash } from 'node:crypto';
import pg from 'pg';
import { loadAccounts, storedAccounts } from '#accounts';
import { markRestore, unmarkRestore, type Database } from '#database';
import { DocumentLoading, storedParts } from '#documents';
import { allEvents, installationId, operations } from '#domain';
import { Journal, transact, type Clock, type Meta, type StoredEvent } from '#event-sourcing';
import { LogLoading, PostgresEventStore, storedLog } from '#event-stores';
import {
  loadCheckValue,
  loadKeys,
  MemoryKeys,
  noteDestroyed,
  SealingCodec,
  storedKeys,
  type StoredKey,
  type Tombstone,
} from '#sealing';
import { lineOf, sameTally, Tallying, type Header, type Tally } from './format.js';
import { eventRecordOf } from './make-backup.js';
import type { BackupFile } from './reading.js';
import { sectionNames, type EventRecord, type SectionName } from './sections.js';
import type { Progress } from './writing.js';
import { WithTombstones } from './with-tombstones.js';

/** The place is not one to restore into. The sentence says what to do. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/** What was restored does not read as what the backup holds. Nothing of it stays. */
export class RestoreDiffers extends Error {
  override readonly name = 'RestoreDiffers';
}

export type RestoreParts = {
  /** Open and migrated. */
  readonly database: Pick<Database, 'ownerUrl' | 'serviceUrl'>;
  readonly backup: BackupFile;
  /** Keys that were destroyed after the backup was made. */
  readonly destroyed: readonly Tombstone[];
  /** Where time is held. */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
};

export type Restored = {
  /** What is there now, read again from the database and found equal to what was to be there. */
  readonly tallies: Record<SectionName, Tally>;
  /** How many keys the backup holds that have been destroyed since, and so were not restored. */
  readonly destroyedAgain: number;
  /** One digest over all of it. */
  readonly digest: string;
};

/**
 * Restores a backup into an empty database, all of it or nothing: in one transaction it loads events, keys, accounts and
 * documents, reads them again, holds them against the backup, and notes in the log that it was restored. One that is killed is given
 * again: until then a mark keeps everybody from beginning a new installation there. Keys that have been destroyed
 * since the backup are never written: in their place is a tombstone, and an event says so.
 *
 * @throws {RestoreRefused} @throws {BackupDamaged} @throws {RestoreDiffers}
 */
export async function restore(parts: RestoreParts): Promise<Restored> {
  await parts.backup.assertSealed(parts.signal);
  const owner = new pg.Client({ connectionString: parts.database.ownerUrl, application_name: 'waymark restoring' });
  let broken: Error | undefined;
  owner.on('error', (error) => (broken = error));
  await owner.connect();
  try {
    await whole(owner, async () => {
      await assertEmpty(owner);
      await markRestore(owner);
    });
    const restored = await whole(owner, async () => {
      const within = await restoreWithin(owner, parts);
      parts.signal?.throwIfAborted();
      await unmarkRestore(owner);
      return within;
    }).catch(async (error: unknown) => {
      // It is as empty as it was, and may be begun. Where that can't be said any more, the mark stays.
      await unmarkRestore(owner).catch(() => undefined);
      throw error;
    });
    await owner.query('ANALYZE events.event, keys.key');
    return restored;
  } catch (error) {
    throw broken ?? error;
  } finally {
    await owner.end().catch(() => undefined);
  }
}

/** All of it or nothing. */
async function whole<T>(owner: pg.Client, work: () => Promise<T>): Promise<T> {
  await owner.query('BEGIN');
  try {
    const done = await work();
    await owner.query('COMMIT');
    return done;
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function restoreWithin(owner: pg.Client, parts: RestoreParts): Promise<Restored> {
  const { backup, signal } = parts;
  const log = new LogLoading(owner);
  await assertEmpty(owner);
  await loadCheckValue(owner, backup.header.masterKey);
  const { meant, destroyedAgain } = await load(owner, log, parts);
  const tallies = await readAgain(owner, signal);
  for (const name of sectionNames) {
    if (!sameTally(tallies[name], meant[name])) {
      throw new RestoreDiffers(
        `What the database gives back of the ${name} is not what the backup holds, so nothing was restored. Look after ` +
          'the disk of the database, or use another one.',
      );
    }
  }
  await note(owner, backup.header, destroyedAgain, parts.clock);
  return { tallies, destroyedAgain, digest: createHash('sha256').update(lineOf(tallies)).digest('hex') };
}

/** Until the transaction ends, nobody appends. */
async function assertEmpty(owner: pg.Client): Promise<void> {
  const may = await owner.query<{ may: boolean }>("SELECT has_table_privilege('events.event', 'INSERT') AS may");
  if (!may.rows[0]?.may) {
    throw new RestoreRefused(
      'This login may not write the log. Set DATABASE_OWNER_URL to the login that owns the tables.',
    );
  }
  const head = await new LogLoading(owner).holdHead();
  const { rows } = await owner.query<{ keys: boolean; accounts: boolean; documents: boolean; followed: boolean }>(
    `SELECT EXISTS (SELECT FROM keys.key) AS keys, EXISTS (SELECT FROM accounts.account) AS accounts,
            EXISTS (SELECT FROM documents.document) AS documents,
            EXISTS (SELECT FROM followers.checkpoint WHERE position > 0) AS followed`,
  );
  const [found] = rows;
  if (head === 0n && found && Object.values(found).every((busy) => !busy)) return;
  throw new RestoreRefused(
    `Waymark has been at work in this database: ${head} events are in it. A backup is restored into an empty place only. ` +
      'Set WAYMARK_DATA to a new folder, with the master key in it, or DATABASE_URL to an empty database.',
  );
}

/** Loads everything, and says what the database must give back. */
async function load(owner: pg.Client, log: LogLoading, { backup, destroyed, signal, onProgress }: RestoreParts) {
  const meant = {
    keys: new Tallying(),
    accounts: new Tallying(),
    documents: new Tallying(),
    events: new Tallying(),
  };
  const done = { keys: 0, accounts: 0, documents: 0, events: 0 };
  const documents = new DocumentLoading(owner);
  const keys = new WithTombstones(destroyed, metaOf(backup.header));
  const put = async (loaded: readonly StoredKey[]) => {
    for (const key of loaded) meant.keys.add(lineOf(key));
    if (loaded.length > 0) await loadKeys(owner, loaded);
  };
  for await (const page of backup.pages(signal)) {
    const { section, records } = page;
    if (section === 'keys') {
      await put(keys.next(page.records));
    } else {
      for (const record of records) meant[section].add(lineOf(record));
      if (section === 'events') await log.add(page.records.map(eventOf));
      else if (section === 'documents') await documents.add(page.records);
      else await loadAccounts(owner, page.records);
    }
    done[section] += records.length;
    onProgress?.(section, done[section]);
  }
  await put(keys.rest());
  documents.end();
  const head = await log.end();
  if (String(head) !== backup.header.head) {
    throw new RestoreDiffers(
      `${backup.path} ends at position ${head} and says ${backup.header.head}. Use another backup.`,
    );
  }
  return {
    meant: {
      keys: meant.keys.end(),
      accounts: meant.accounts.end(),
      documents: meant.documents.end(),
      events: meant.events.end(),
    },
    destroyedAgain: keys.destroyedAgain,
  };
}

async function readAgain(owner: pg.Client, signal?: AbortSignal): Promise<Record<SectionName, Tally>> {
  const tallyOf = async (pages: AsyncIterable<readonly unknown[]>): Promise<Tally> => {
    const tallying = new Tallying();
    for await (const page of pages) {
      signal?.throwIfAborted();
      for (const record of page) tallying.add(lineOf(record));
    }
    return tallying.end();
  };
  return {
    keys: await tallyOf(storedKeys(owner)),
    accounts: await tallyOf(storedAccounts(owner)),
    documents: await tallyOf(storedParts(owner)),
    events: await tallyOf(eventRecords(owner)),
  };
}

async function* eventRecords(owner: pg.Client): AsyncGenerator<EventRecord[]> {
  for await (const page of storedLog(owner)) yield page.map(eventRecordOf);
}

/** Notes in the log what was done to the installation: in the same transaction, through the same doors as always. */
async function note(owner: pg.Client, header: Header, keysDestroyedAgain: number, clock?: Clock): Promise<void> {
  const store = new PostgresEventStore(
    { pool: () => owner, listen: async () => async () => undefined },
    { clock, asksAgainForMs: 0 },
  );
  // Nothing in the stream of operations is personal, so no key is asked for.
  const journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
  await noteDestroyed(owner, journal);
  const { backupId, madeAt, head: upTo } = header;
  const data = { backupId, madeAt, upTo, keysDestroyedAgain };
  await transact(journal, operations, installationId, { type: 'NoteRestore', data }, metaOf(header));
  await store.close();
}

const metaOf = ({ backupId }: Header): Meta => ({
  actor: { kind: 'system', id: 'restore', roles: [] },
  correlationId: backupId,
  via: 'cli',
});

const eventOf = ([id, stream, revision, position, type, data, meta]: EventRecord): StoredEvent => ({
  id,
  stream,
  revision: BigInt(revision),
  position: BigInt(position),
  type,
  data,
  meta,
});
