import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '#config';
import { Database } from '#database';
import type { EventStore } from '#event-sourcing';
import { MemoryMoments, openKurrentDb, PostgresEventStore } from '#event-stores';
import { allMigrations, type LogIdentity } from '#installation';
import type { LogTarget } from './copy-log.js';
import { CopyRefused } from './refused.js';
import { KurrentDbTarget, PostgresTarget } from './targets.js';

/** Where a log is kept: a URL, or the data directory of an embedded server. */
export type Place = {
  readonly kind: LogIdentity['store'];
  /** Whether it is the database of the installation that the environment names. */
  readonly isOwn: boolean;
  /** How it is called in sentences: no password. */
  readonly name: string;
  readonly text: string;
};

export type Opened<T> = { readonly log: T; close(): Promise<void> };

/** Reads what `--from` or `--to` says. @throws {CopyRefused} */
export function placeOf(text: string, config: Config): Place {
  if (/^(kurrentdb|esdb)(\+discover)?:\/\//.test(text)) {
    return { kind: 'KurrentDB', isOwn: false, name: withoutLogin(text), text };
  }
  if (/^postgres(ql)?:\/\//.test(text)) {
    return { kind: 'PostgreSQL', isOwn: text === config.databaseUrl, name: withoutLogin(text), text };
  }
  if (/^[a-z+]+:\/\//i.test(text)) {
    throw new CopyRefused(
      `${withoutLogin(text)} is no place for a log. Give postgres://…, kurrentdb://…, esdb://… or a data directory.`,
    );
  }
  const folder = resolve(text);
  const isOwn = config.databaseUrl === undefined && folder === resolve(config.dataDir);
  return { kind: 'PostgreSQL', isOwn, name: folder, text: folder };
}

const withoutLogin = (url: string): string => url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');

/** Opens a log to be read, and changes nothing. */
export async function openSource(place: Place, config: Config): Promise<Opened<EventStore>> {
  if (place.kind === 'KurrentDB') return openedKurrentDb(place, (store) => store);
  if (isFolder(place) && !existsSync(join(place.text, 'postgres'))) {
    throw new CopyRefused(`There is no Waymark in ${place.name}. Say where its data directory is.`);
  }
  const database = await Database.open({ ...loginOf(place, config), as: 'command' });
  try {
    const unlock = await lock(database, 'pg_try_advisory_lock_shared', place);
    const store = new PostgresEventStore(database);
    return {
      log: store,
      close: async () => {
        await store.close();
        await unlock();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens a log to be written, and makes what it needs there. After the source: it must be another one. */
export async function openTarget(place: Place, config: Config): Promise<Opened<LogTarget>> {
  if (place.kind === 'KurrentDB') return openedKurrentDb(place, (store) => new KurrentDbTarget(store));
  const database = await Database.open({ ...loginOf(place, config), as: 'command' }, allMigrations);
  const owner = new pg.Client({ connectionString: database.ownerUrl, application_name: 'waymark copying' });
  owner.on('error', () => undefined); // What is asked next fails, and says why.
  try {
    const unlock = await lock(database, 'pg_try_advisory_lock', place);
    await owner.connect();
    const { rows } = await owner.query<{ may: boolean }>("SELECT has_table_privilege('events.event', 'INSERT') AS may");
    if (!rows[0]?.may) {
      throw new CopyRefused(`The login to ${place.name} may not write the log. Give the login that owns the tables.`);
    }
    const store = new PostgresEventStore(database);
    return {
      log: new PostgresTarget(store, owner),
      close: async () => {
        await store.close();
        await unlock();
        await owner.end();
        await database.close();
      },
    };
  } catch (error) {
    await owner.end();
    await database.close();
    throw error;
  }
}

async function openedKurrentDb<T>(
  { text }: Place,
  log: (store: Awaited<ReturnType<typeof openKurrentDb>>) => T,
): Promise<Opened<T>> {
  const store = await openKurrentDb(text, { moments: new MemoryMoments() });
  return { log: log(store), close: () => store.close() };
}

const isFolder = ({ kind, text }: Place): boolean => kind === 'PostgreSQL' && !text.includes('://');

function loginOf(place: Place, { databaseOwnerUrl, dataDir }: Config) {
  if (isFolder(place)) return { dataDir: place.text };
  return { dataDir, databaseUrl: place.text, databaseOwnerUrl: place.isOwn ? databaseOwnerUrl : undefined };
}

/** A source may be copied to several places; a target is written to by one, and is no source. */
async function lock(database: Database, how: string, { name }: Place): Promise<() => Promise<void>> {
  const client = await database.pool('copying', { max: 1, answerWithinMs: 0 }).connect();
  client.on('error', () => undefined);
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT ${how}(hashtextextended('waymark copy', 0)) AS taken`,
  );
  if (rows[0]?.taken !== true) {
    client.release(true);
    throw new CopyRefused(`${name} is where the log is copied from, or another copy is under way there.`);
  }
  return async () => {
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  };
}
