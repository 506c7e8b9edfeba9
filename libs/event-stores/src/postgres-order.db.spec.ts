import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Database } from '#database';
import { noStream, type NewEvent } from '#event-sourcing';
import { allAfter, anEvent, aStream, writeUntilTaken } from '../../../test/contracts/writing.js';
import { freshDatabase, LossyProxy, startChild, type Child, type FreshDatabase } from '../../../test/support/index.js';
import { callAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import { eventsMigrations } from './events-migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

const childAt = (name: string): string =>
  fileURLToPath(new URL(`../../../test/contracts/${name}.child.ts`, import.meta.url));

/** The call of one event as SQL, for whoever wants to hold its transaction open. */
function appendSql(stream: string, { id, type, data, meta }: NewEvent): string {
  const text = (value: string) => pg.escapeLiteral(value);
  return `SELECT * FROM events.append(ARRAY[${text(stream)}], ARRAY[-1::bigint], ARRAY[1], ARRAY[1],
    ARRAY[${text(id)}::uuid], ARRAY[${text(type)}], ARRAY[${text(data)}], ARRAY[${text(meta)}], NULL)`;
}

describe('the log in PostgreSQL', () => {
  let fresh: FreshDatabase;
  let store: PostgresEventStore;
  const clients: pg.Client[] = [];
  const children: Child[] = [];

  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: [eventsMigrations] });
    store = new PostgresEventStore(fresh.database);
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await Promise.all(clients.splice(0).map((client) => client.end()));
  });
  afterAll(async () => {
    await store.close();
    await fresh.drop();
  });

  const connect = async (url = fresh.serviceUrl): Promise<pg.Client> => {
    const client = new pg.Client(url);
    clients.push(client);
    await client.connect();
    return client;
  };
  const child = async (name: string, env: Record<string, string>): Promise<Child> => {
    const started = await startChild(childAt(name), env);
    children.push(started);
    return started;
  };

  it('is read by its index, also while the server has not counted its rows yet', async () => {
    const streams = Array.from({ length: 400 }, () => aStream());
    await Promise.all(streams.map((stream) => store.append(stream, noStream, [anEvent('one')])));
    const { rows } = await fresh.database
      .pool('reading events')
      .query<{ 'QUERY PLAN': string }>('EXPLAIN SELECT data FROM events.event WHERE stream = ANY ($1)', [streams]);
    const rowByRow = rows.filter((row) => row['QUERY PLAN'].includes('Seq Scan'));
    expect(rowByRow).toHaveLength(0);
  });

  describe('its order', () => {
    it('lets nobody be seen before an earlier one, though that one ends later', async () => {
      const slow = await connect();
      const from = await store.head();
      await slow.query('BEGIN');
      await slow.query(appendSql(aStream(), anEvent('slow')));
      const fast = store.append(aStream(), noStream, [anEvent('fast')]);
      await waitForLock(await connect(fresh.ownerUrl));
      expect(await store.readAll(from, 10)).toEqual([]);
      await slow.query('COMMIT');
      expect((await fast).position).toBe(from + 2n);
      expect((await store.readAll(from, 10)).map(({ data }) => data)).toEqual(['"slow"', '"fast"']);
    });

    it('has no gap where a writer gave up', async () => {
      const slow = await connect();
      const from = await store.head();
      await slow.query('BEGIN');
      await slow.query(appendSql(aStream(), anEvent()));
      const other = store.append(aStream(), noStream, [anEvent()]);
      await waitForLock(await connect(fresh.ownerUrl));
      await slow.query('ROLLBACK');
      expect((await other).position).toBe(from + 1n);
    });

    it('goes on when a writer is killed while it holds the head', async () => {
      const stream = aStream();
      const from = await store.head();
      const holder = await child('head-holder', {
        HOLDER_URL: fresh.serviceUrl,
        HOLDER_SQL: appendSql(stream, anEvent()),
      });
      expect(await holder.message()).toBe('holds the head');
      const other = store.append(aStream(), noStream, [anEvent()]);
      await waitForLock(await connect(fresh.ownerUrl));
      await holder.kill();
      expect((await other).position).toBe(from + 1n);
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('holds for several processes that write to the same streams, without a deadlock', async () => {
      const from = await store.head();
      const streams = Array.from({ length: 4 }, () => aStream());
      const env = { WRITER_URL: fresh.serviceUrl, WRITER_STREAMS: streams.join(' '), WRITER_COUNT: '8' };
      const writers = await Promise.all([1, 2, 3].map(() => child('writer', env)));
      const [mine, ...theirs] = await Promise.all([
        writeUntilTaken(store, streams[0] ?? '', 5),
        ...writers.map((writer) => writer.message()),
      ]);
      const all = await allAfter(store, from);
      expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => from + BigInt(index) + 1n));
      expect(all.map(({ id }) => id).sort()).toEqual([...mine, ...(theirs.flat() as string[])].sort());
      const owner = await connect(fresh.ownerUrl);
      const { rows } = await owner.query(
        'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
      );
      expect(rows).toEqual([{ deadlocks: 0 }]);
    }, 30_000);
  });

  describe('an append', () => {
    it('whose reply was lost has been stored once, and is answered as the first time', async () => {
      const proxy = await LossyProxy.before(fresh.serviceUrl);
      const database = await Database.open({ dataDir: '', databaseUrl: proxy.url });
      const far = new PostgresEventStore(database);
      try {
        const stream = aStream();
        await far.append(stream, noStream, [anEvent()]);
        const from = await store.head();
        proxy.loseReplyTo('Remembered');
        const [one, other] = await Promise.all([
          far.append(stream, 0n, [anEvent(1, 'Remembered')]),
          far.append(aStream(), noStream, [anEvent(2, 'Remembered'), anEvent(3, 'Remembered')]),
        ]);
        expect(one).toEqual({ revision: 1n, position: from + 1n });
        expect(other).toEqual({ revision: 1n, position: from + 3n });
        expect((await store.readAll(from, 10)).map(({ data }) => data)).toEqual(['1', '2', '3']);
      } finally {
        await far.close();
        await database.close();
        await proxy.close();
      }
    });

    it('that only the database can refuse takes nobody with it', async () => {
      const pool = fresh.database.pool('appending');
      const queue = new AppendQueue({
        send: (group) => callAppend(pool, group, null),
        mayGoAgain: () => false,
        forMs: 0,
        onAppended: () => undefined,
      });
      const appends = [aStream(), `note-${'x'.repeat(300)}`, aStream()].map((stream, index) =>
        queue.append({
          stream,
          expected: noStream,
          events: [{ ...anEvent(), type: index === 2 ? 'Nul\u0000' : 'Noted' }],
        }),
      );
      const endings = await Promise.allSettled([
        ...appends,
        queue.append({ stream: aStream(), expected: noStream, events: [anEvent()] }),
      ]);
      expect(endings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    });

    it('outlives the end of every connection', async () => {
      const from = await store.head();
      const streams = Array.from({ length: 16 }, () => aStream());
      const writing = Promise.all(streams.map((stream) => writeUntilTaken(store, stream, 10)));
      for (let cut = 0; cut < 3; cut += 1) {
        await store.waitPast(from + BigInt(cut * 20), 5_000);
        await cutConnections(fresh);
      }
      const written = await writing;
      const all = await allAfter(store, from);
      expect(all.map(({ id }) => id).sort()).toEqual(written.flat().sort());
    });
  });

  it('wakes a reader in another process when an event comes, and not only once a second', async () => {
    const database = await Database.open({ dataDir: '', databaseUrl: fresh.serviceUrl });
    const far = new PostgresEventStore(database);
    try {
      await far.waitPast(await far.head(), 1); // It listens from now on.
      const began = performance.now();
      const waited = far.waitPast(await far.head(), 5_000);
      await new Promise(setImmediate);
      await store.append(aStream(), noStream, [anEvent()]);
      expect(await waited).toBe(true);
      expect(performance.now() - began).toBeLessThan(800);
    } finally {
      await far.close();
      await database.close();
    }
  });

  it('takes its time from the database, to the millisecond', async () => {
    const stream = aStream();
    await store.append(stream, noStream, [anEvent()]);
    const owner = await connect(fresh.ownerUrl);
    const { rows } = await owner.query(
      `SELECT meta::json ->> 'recordedAt' ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' AS shaped,
              (meta::json ->> 'recordedAt')::timestamptz = recorded_at AS same,
              recorded_at BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp() AS now
       FROM events.event WHERE stream = $1`,
      [stream],
    );
    expect(rows).toEqual([{ shaped: true, same: true, now: true }]);
  });

  describe('nobody changes it', () => {
    beforeAll(async () => {
      await store.append(aStream(), noStream, [anEvent()]);
    });

    it.each([
      "UPDATE events.event SET data = '{}'",
      'DELETE FROM events.event',
      'TRUNCATE events.event',
      "INSERT INTO events.event SELECT 999, 0, now(), gen_random_uuid(), 'note-1', 'Noted', '{}', '{}'",
      'UPDATE events.head SET position = 0',
      'SELECT * FROM events.head',
      'DROP TABLE events.event',
      'ALTER TABLE events.event DISABLE TRIGGER never_changed',
      'CREATE OR REPLACE FUNCTION events.refuse_change() RETURNS trigger LANGUAGE sql AS $$ SELECT $$',
    ])('as the service: %s', async (sql) => {
      const service = await connect();
      await expect(service.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    });

    it.each(["UPDATE events.event SET data = '{}'", 'DELETE FROM events.event', 'TRUNCATE events.event'])(
      'as the owner: %s',
      async (sql) => {
        const owner = await connect(fresh.ownerUrl);
        await expect(owner.query(sql)).rejects.toThrow('Events are never changed or removed.');
      },
    );
  });

  /** Until a call stands waiting for the head. */
  async function waitForLock(owner: pg.Client): Promise<void> {
    const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`;
    while ((await owner.query(waiting)).rows[0].n === 0) await new Promise(setImmediate);
  }
});

/** Ends every connection of the service to its database, as a restart of the server would. */
async function cutConnections({ serviceUrl }: FreshDatabase): Promise<void> {
  const client = new pg.Client(serviceUrl);
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`,
  );
  await client.end();
}
