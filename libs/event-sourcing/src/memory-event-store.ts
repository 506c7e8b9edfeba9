import {
  assertAcceptable,
  noStream,
  passes,
  readOn,
  recorded,
  StreamMoved,
  Unacceptable,
  type Appended,
  type EventStore,
  type Filter,
  type NewEvent,
  type Position,
  type Revision,
  type StoredEvent,
} from './event-store.js';
import { SystemClock, type Clock } from './time.js';

/** The whole contract in memory, for tests and for trying things. What it holds goes with the process. */
export class MemoryEventStore implements EventStore {
  readonly gapless = true;
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly byId = new Map<string, StoredEvent>();
  private readonly recordedAt: string[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(private readonly clock: Clock = new SystemClock()) {}

  async append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    assertAcceptable(stream, events);
    const past = this.streams.get(stream) ?? [];
    const again = this.again(past, expected, events);
    if (again) return again;
    if (events.some(({ id }) => this.byId.has(id))) {
      throw new Unacceptable('id-used-elsewhere', 'An event with this id is stored elsewhere.');
    }
    const actual = BigInt(past.length) - 1n;
    if (actual !== expected) throw new StreamMoved(stream, expected, actual);

    const now = this.clock.now();
    const last = this.recordedAt.at(-1);
    const at = last !== undefined && last > now ? last : now;
    const stored = events.map(({ id, type, data, meta }, index) => ({
      id,
      stream,
      revision: expected + 1n + BigInt(index),
      position: BigInt(this.log.length + index + 1),
      type,
      data,
      meta: recorded(meta, at),
    }));
    for (const event of stored) {
      this.log.push(event);
      this.recordedAt.push(at);
      this.byId.set(event.id, event);
    }
    this.streams.set(stream, [...past, ...stored]);
    for (const wake of this.waiting) wake();
    return answer(stored);
  }

  async readStream(stream: string, upTo?: Revision): Promise<StoredEvent[]> {
    const events = this.streams.get(stream) ?? [];
    return upTo === undefined ? [...events] : events.filter(({ revision }) => revision <= upTo);
  }

  async readAll(after: Position, limit: number, filter: Filter = {}): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    for (let index = Number(after); index < this.log.length && found.length < limit; index += 1) {
      const event = this.log[index];
      if (event && passes(filter, event)) found.push(event);
    }
    return found;
  }

  async readAt(position: Position): Promise<StoredEvent | undefined> {
    return this.log[Number(position) - 1];
  }

  subscribe(after: Position, options: Filter & { signal: AbortSignal; limit: number }): AsyncIterable<StoredEvent[]> {
    return readOn(this, after, options);
  }

  async head(): Promise<Position> {
    return BigInt(this.log.length);
  }

  async positionAt(at: string): Promise<Position> {
    return BigInt(this.recordedAt.filter((each) => each <= at).length);
  }

  async waitPast(position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    if (BigInt(this.log.length) > position || signal?.aborted) return BigInt(this.log.length) > position;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
      signal?.addEventListener('abort', done);
    });
    return BigInt(this.log.length) > position;
  }

  async close(): Promise<void> {
    for (const wake of this.waiting) wake();
  }

  /** The first answer, when just these events lie at just these revisions already. */
  private again(past: readonly StoredEvent[], expected: Revision, events: readonly NewEvent[]): Appended | null {
    const from = Number(expected + 1n);
    const there = expected >= noStream ? past.slice(from, from + events.length) : [];
    if (there.length !== events.length || !there.every((event, index) => event.id === events[index]?.id)) return null;
    return answer(there);
  }
}

function answer(stored: readonly StoredEvent[]): Appended {
  const last = stored.at(-1);
  if (!last) throw new Error('An append has at least one event.');
  return { revision: last.revision, position: last.position };
}
