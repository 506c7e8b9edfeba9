import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import type { Database } from '#database';
import { canonical, noStream, type NewEvent } from '#event-sourcing';
import { PostgresEventStore } from '#event-stores';

/** One way of storing events. Each is given as many connections as there are writers; what it does with them is its own. */
export type Contender = {
  readonly name: string;
  open(database: Database, connections: number): Promise<Storing>;
};

export type Storing = {
  /** Stores events in a stream that holds `revision` of them already. */
  store(stream: string, revision: number, events: number): Promise<void>;
  close(): Promise<void>;
};

const about = {
  subjectId: randomUUID(),
  schoolId: randomUUID(),
  placementId: randomUUID(),
  on: '2026-11-23',
  session: 'am',
  sealed: 'x'.repeat(160),
};
const data = canonical(about);
const madeBy = {
  actor: { kind: 'staff', id: randomUUID(), roles: ['attendance-lead'] },
  correlationId: randomUUID(),
  schema: 1,
  via: 'web',
};
const meta = canonical({ ...madeBy, recordedAt: '' });

const anEvent = (): NewEvent => ({ id: randomUUID(), type: 'AttendanceConfirmed', data, meta });

export const waymark: Contender = {
  name: 'waymark',
  open: async (database) => {
    const store = new PostgresEventStore(database);
    return {
      store: async (stream, revision, events) => {
        const expected = revision === 0 ? noStream : BigInt(revision - 1);
        await store.append(stream, expected, Array.from({ length: events }, anEvent));
      },
      close: () => store.close(),
    };
  },
};

/** What nobody can do without: the same columns and indexes, and no promise but that a row is stored. */
export const plainInsert: Contender = {
  name: 'plainInsert',
  open: async (database, connections) => {
    const pool = new pg.Pool({ connectionString: database.ownerUrl, max: connections });
    await pool.query(
      `CREATE TABLE IF NOT EXISTS plain_event (
         position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text NOT NULL, revision bigint NOT NULL,
         id uuid NOT NULL UNIQUE, recorded_at timestamptz NOT NULL DEFAULT now(), type text NOT NULL, data text NOT NULL,
         meta text NOT NULL, UNIQUE (stream, revision))`,
    );
    const text = 'INSERT INTO plain_event (stream, revision, id, type, data, meta) VALUES ($1, $2, $3, $4, $5, $6)';
    return {
      store: async (stream, revision) => {
        const { id, type } = anEvent();
        await pool.query({ name: 'plain', text, values: [stream, revision, id, type, data, meta] });
      },
      close: () => pool.end(),
    };
  },
};

/** The event store for PostgreSQL that is best known among users of Node. */
export const emmett: Contender = {
  name: 'emmett',
  open: async (database, connections) => {
    const pool = new pg.Pool({ connectionString: database.ownerUrl, max: connections });
    const store = getPostgreSQLEventStore(database.ownerUrl, { connectionOptions: { pooled: true, pool } });
    await store.schema.migrate();
    return {
      store: async (stream, revision, events) => {
        const expectedStreamVersion = revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision);
        const event = { type: 'AttendanceConfirmed', data: about, metadata: madeBy };
        await store.appendToStream(
          stream,
          Array.from({ length: events }, () => event),
          { expectedStreamVersion },
        );
      },
      close: async () => {
        await store.close();
        await pool.end();
      },
    };
  },
};
