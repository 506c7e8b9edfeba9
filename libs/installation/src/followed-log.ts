import type { ClientBase } from 'pg';
import { beginning, type EventStore, type Id, type Position } from '#event-sourcing';

type Queries = Pick<ClientBase, 'query'>;

/** By what a log is known: where it is kept, and its first event there. An empty log has none. */
export type LogIdentity = {
  readonly store: 'PostgreSQL' | 'KurrentDB';
  readonly firstEvent: Id | null;
  readonly firstPosition: Position | null;
};

/** What this database shows was made from another log than the one that is configured. The sentence says what to do. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';
}

type Row = { store: LogIdentity['store']; first_event: Id | null; first_position: string | null };

/** By what the log of a store is known now. */
export async function identityOf(store: EventStore, kind: LogIdentity['store']): Promise<LogIdentity> {
  const [first] = await store.readAll(beginning, 1);
  return { store: kind, firstEvent: first?.id ?? null, firstPosition: first?.position ?? null };
}

/** Where the log is kept that this database follows, as far as that is noted; it changes nothing. */
export async function followedStore(service: Queries): Promise<LogIdentity['store'] | null> {
  const noted = await service.query<{ there: boolean }>("SELECT to_regclass('followers.log') IS NOT NULL AS there");
  if (!noted.rows[0]?.there) return null;
  const { rows } = await service.query<Pick<Row, 'store'>>('SELECT store FROM followers.log');
  return rows[0]?.store ?? null;
}

/** Refuses to go on where another kind of store is configured than the one that is followed. @throws {OtherLog} */
export async function assertFollowedStore(service: Queries, kind: LogIdentity['store']): Promise<void> {
  const followed = (await followedStore(service)) ?? kind;
  if (followed !== kind) throw new OtherLog(elsewhere(followed));
}

/**
 * Makes sure that the read models, the followers and all else in this database belong to the log that is configured, and
 * notes at the first start which one that is. Positions of one log mean nothing in another.
 *
 * @throws {OtherLog}
 */
export async function assertFollowed(service: Queries, store: EventStore, kind: LogIdentity['store']): Promise<void> {
  await service.query(
    `INSERT INTO followers.log (store)
     SELECT $1 WHERE $1 = 'PostgreSQL'
       OR NOT EXISTS (SELECT FROM events.event) AND NOT EXISTS (SELECT FROM followers.checkpoint WHERE position > 0)
     ON CONFLICT (sole) DO NOTHING`,
    [kind],
  );
  const noted = await notedLog(service);
  if (noted?.store !== kind) throw new OtherLog(elsewhere(noted?.store ?? 'PostgreSQL'));
  // Noted before it is looked for: an event that comes meanwhile is the first of the same log.
  const log = await identityOf(store, kind);
  if (noted.firstEvent === null) {
    const sql = 'UPDATE followers.log SET first_event = $1, first_position = $2 WHERE first_event IS NULL';
    await service.query(sql, [log.firstEvent, log.firstPosition]);
  } else if (noted.firstEvent !== log.firstEvent || noted.firstPosition !== log.firstPosition) {
    throw new OtherLog(
      `The log in ${kind} is not the one that this database was made from: it begins with another event. Correct ` +
        `${kind === 'KurrentDB' ? 'EVENT_STORE_URL' : 'DATABASE_URL'}, or use an empty database: docs/kurrentdb.md.`,
    );
  }
  if (noted.followed > (await store.head())) {
    throw new OtherLog(
      `This database has followed its log further than the log in ${kind} goes: it is an older copy. Bring the newer one ` +
        'back, or restore a backup into an empty database (waymark restore FILE).',
    );
  }
}

/** What is noted of the log, and the furthest position that a follower has heard. */
async function notedLog(service: Queries): Promise<(LogIdentity & { readonly followed: Position }) | undefined> {
  const { rows } = await service.query<Row & { followed: string }>(
    `SELECT store, first_event, first_position,
            (SELECT coalesce(max(position), 0) FROM followers.checkpoint) AS followed FROM followers.log`,
  );
  const [row] = rows;
  return (
    row && {
      store: row.store,
      firstEvent: row.first_event,
      firstPosition: row.first_position === null ? null : BigInt(row.first_position),
      followed: BigInt(row.followed),
    }
  );
}

/** Says in a transaction which log is followed from now on: for whoever moves a log, and has what followed it begin anew. */
export async function noteFollowedLog(client: Queries, log: LogIdentity): Promise<void> {
  await client.query('DELETE FROM events.moment');
  await client.query(
    `INSERT INTO followers.log (store, first_event, first_position) VALUES ($1, $2, $3)
     ON CONFLICT (sole) DO UPDATE
     SET store = excluded.store, first_event = excluded.first_event, first_position = excluded.first_position`,
    [log.store, log.firstEvent, log.firstPosition],
  );
}

function elsewhere(followed: LogIdentity['store']): string {
  switch (followed) {
    case 'PostgreSQL':
      return (
        'The log of this installation is in PostgreSQL, and EVENT_STORE_URL names a KurrentDB. Take EVENT_STORE_URL away, ' +
        'or move the log first: waymark copy.'
      );
    case 'KurrentDB':
      return (
        'The log of this installation is in KurrentDB, and EVENT_STORE_URL is not set. Set it, or move the log first: ' +
        'waymark copy.'
      );
  }
}
