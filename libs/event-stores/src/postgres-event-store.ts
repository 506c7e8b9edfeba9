import type { Pool } from 'pg';
import { codeOf, isConnectionLost, textArray, Together, type Database, type PoolOptions } from '#database';
import {
  assertAcceptable,
  readOn,
  type Appended,
  type Clock,
  type EventStore,
  type Filter,
  type NewEvent,
  type Position,
  type Revision,
  type StoredEvent,
} from '#event-sourcing';
import { noMeter, type Meter } from '#metrics';
import { askAgain, type AskAgain } from './ask-again.js';
import { callAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import { HeadWatch } from './head-watch.js';
import { WakeUp } from './wake-up.js';

const channel = 'waymark_events';
/** So many streams are read at once: no command waits for very many others. */
const streamsTogether = 256;
const columns = 'id, stream, revision, position, type, data, meta';

/** Waiting for the head for too long, a serialization failure, a deadlock: the call did nothing and may go again. */
const mayGoAgain = (error: unknown): boolean =>
  isConnectionLost(error) || ['55P03', '40001', '40P01'].includes(codeOf(error) ?? '');

type Queries = Pick<Pool, 'query'>;

/** What a store needs of a database. Within somebody's transaction, all of its connections are the one of that. */
export type EventDatabase = Pick<Database, 'listen'> & {
  pool(purpose: string, options?: PoolOptions): Queries;
};

export type PostgresEventStoreOptions = {
  /** Where time is held: it then says when events are recorded, and else the database's clock does. */
  readonly clock?: Clock | undefined;
  /** For how long what lost its connection is asked again before it fails; 15 s unless told. */
  readonly asksAgainForMs?: number;
  readonly meter?: Meter;
};

/**
 * The log in PostgreSQL. Positions have no gaps; `recordedAt` is given under the head's lock and never goes backwards.
 * Everything is read from the server that is written to, never from a replica.
 */
export class PostgresEventStore implements EventStore {
  readonly gapless = true;
  private readonly again: AskAgain;
  private readonly reads: Queries;
  private readonly streams: Together<string, ReadonlyMap<string, readonly StoredEvent[]>>;
  private readonly appends: AppendQueue;
  private readonly wakeUp: WakeUp;
  private readonly watch: HeadWatch;

  constructor(
    database: EventDatabase,
    { clock, asksAgainForMs = 15_000, meter = noMeter }: PostgresEventStoreOptions = {},
  ) {
    this.again = { mayGoAgain, forMs: asksAgainForMs };
    this.reads = database.pool('reading events', { byIndex: true });
    this.streams = new Together(
      (streams) => this.readStreams(streams),
      (stream) => stream,
      streamsTogether,
    );
    const writes = database.pool('appending', { max: 1, lockTimeoutMs: 10_000, idleInTransactionTimeoutMs: 10_000 });
    const hints = database.pool('waking readers', { max: 1, mayBeLost: true });
    this.wakeUp = new WakeUp((position) =>
      hints.query({ name: 'events.notify', text: 'SELECT pg_notify($1, $2)', values: [channel, String(position)] }),
    );
    this.watch = new HeadWatch({
      head: () => this.head(),
      listen: (onHint) => database.listen(channel, onHint),
    });
    this.appends = new AppendQueue({
      send: (group) => callAppend(writes, group, clock?.now() ?? null),
      ...this.again,
      meter,
      onAppended: (head) => {
        this.watch.passed(head);
        this.wakeUp.tell(head);
      },
    });
  }

  async append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    assertAcceptable(stream, events);
    return this.appends.append({ stream, expected, events });
  }

  async readStream(stream: string, upTo?: Revision): Promise<StoredEvent[]> {
    // Many commands at once read many streams; with an end to it, one is read for a page.
    if (upTo === undefined) return [...((await this.streams.answer([stream])).get(stream) ?? [])];
    return this.read('events.stream-to', `WHERE stream = $1 AND revision <= $2 ORDER BY revision`, [
      stream,
      String(upTo),
    ]);
  }

  readAll(after: Position, limit: number, { types, categories }: Filter = {}): Promise<StoredEvent[]> {
    if (!types && !categories) {
      return this.read('events.all', 'WHERE position > $1 ORDER BY position LIMIT $2', [String(after), limit]);
    }
    return this.read(
      'events.some',
      `WHERE position > $1 AND ($3::text[] IS NULL OR type = ANY ($3))
         AND ($4::text[] IS NULL OR split_part(stream, '-', 1) = ANY ($4))
       ORDER BY position LIMIT $2`,
      [String(after), limit, types ?? null, categories ?? null],
    );
  }

  async readAt(position: Position): Promise<StoredEvent | undefined> {
    const [event] = await this.read('events.at', 'WHERE position = $1', [String(position)]);
    return event;
  }

  subscribe(after: Position, options: Filter & { signal: AbortSignal; limit: number }): AsyncIterable<StoredEvent[]> {
    return readOn(this, after, options);
  }

  async head(): Promise<Position> {
    return this.position('events.head', 'SELECT coalesce(max(position), 0) FROM events.event', []);
  }

  async positionAt(at: string): Promise<Position> {
    return this.position('events.position-at', 'SELECT events.position_at($1)', [at]);
  }

  waitPast(position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.watch.waitPast(position, timeoutMs, signal);
  }

  /** Answers what was given, wakes whoever waits, and leaves the database to whoever opened it. */
  async close(): Promise<void> {
    await this.appends.drained();
    await this.wakeUp.settled();
    await this.watch.close();
  }

  private async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
    const which = 'WHERE stream = ANY ($1::text[]) ORDER BY stream, revision';
    const found = new Map<string, StoredEvent[]>();
    for (const event of await this.read('events.streams', which, [textArray(streams)])) {
      const events = found.get(event.stream);
      if (events) events.push(event);
      else found.set(event.stream, [event]);
    }
    return found;
  }

  private async read(name: string, which: string, values: unknown[]): Promise<StoredEvent[]> {
    const text = `SELECT ${columns} FROM events.event ${which}`;
    const rows = await this.ask<Row>(name, text, values);
    return rows.map(([id, stream, revision, position, type, data, meta]) => ({
      id,
      stream,
      revision: BigInt(revision),
      position: BigInt(position),
      type,
      data,
      meta,
    }));
  }

  private async position(name: string, text: string, values: unknown[]): Promise<Position> {
    const rows = await this.ask<[string]>(name, text, values);
    return BigInt(rows[0]?.[0] ?? 0);
  }

  private async ask<R extends string[]>(name: string, text: string, values: unknown[]): Promise<R[]> {
    const { rows } = await askAgain(() => this.reads.query<R>({ name, text, values, rowMode: 'array' }), this.again);
    return rows;
  }
}

type Row = [string, string, string, string, string, string, string];
