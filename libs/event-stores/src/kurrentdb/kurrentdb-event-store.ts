import {
  BACKWARDS,
  END,
  KurrentDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import {
  assertAcceptable,
  beginning,
  noStream,
  passes,
  readOn,
  recorded,
  StreamMoved,
  SystemClock,
  Unacceptable,
  type Appended,
  type Clock,
  type EventStore,
  type Filter,
  type NewEvent,
  type Position,
  type Revision,
  type StoredEvent,
} from '#event-sourcing';
import { askAgain } from '../ask-again.js';
import { HeadWatch } from '../head-watch.js';
import { inTime, isRefusal, mayPass } from './faults.js';
import { LiveTail } from './live-tail.js';
import { Moments } from './moments.js';
import type { KurrentDbOptions } from './open.js';
import { from, readingWith, serverFilter, type Reading } from './queries.js';
import { isPosition, isSystem, positionOf, received, recordedAtOf, sent } from './stored-form.js';
import { EventStoreRefuses, EventStoreUnreachable } from './unreachable.js';

const pageMax = 500;

/**
 * The log in KurrentDB or EventStoreDB, by the official client; everything is asked of the leader. Positions are bytes and
 * have gaps. The server knows an id only where its stream has moved on, so an id that lies elsewhere is not refused.
 */
export class KurrentDbEventStore implements EventStore {
  readonly gapless = false;
  private readonly clock: Clock;
  private readonly moments: Moments;
  private readonly live: LiveTail;
  private readonly watch: HeadWatch;
  /** The latest moment of recording that this process has seen or given. */
  private recordedAt = '';

  private constructor(
    private readonly client: KurrentDBClient,
    private readonly reading: Reading,
    private readonly options: KurrentDbOptions,
  ) {
    this.clock = options.clock ?? new SystemClock();
    this.moments = new Moments(options.moments, (after) => this.readPassed(after));
    this.watch = new HeadWatch({
      head: async () => {
        const head = await this.head();
        this.live.beat(head);
        return head;
      },
      listen: async () => {
        await this.live.start();
        return () => this.live.stop();
      },
    });
    this.live = new LiveTail(client, (position) => this.watch.passed(position));
  }

  /** Connects, and sees what was recorded last. @throws {EventStoreUnreachable} @throws {EventStoreRefuses} */
  static async open(url: string, options: KurrentDbOptions): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(KurrentDBClient.connectionString(clientUrl(url)), readingWith(url), options);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    assertAcceptable(stream, events);
    const now = this.clock.now();
    if (now > this.recordedAt) this.recordedAt = now;
    const { recordedAt } = this;
    return this.appendRecorded(
      stream,
      expected,
      events.map((event) => ({ ...event, meta: recorded(event.meta, recordedAt) })),
    );
  }

  /** Appends events of another log as they are: their meta says already when they were recorded. */
  async appendRecorded(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended> {
    // The server takes other numbers below zero for "any revision".
    if (expected < noStream) throw new StreamMoved(stream, expected, await this.revisionOf(stream));
    const data = events.map(sent);
    const streamState = expected === noStream ? NO_STREAM : expected;
    try {
      // Ids and revision stay the same, so one whose reply was lost is answered as it was the first time.
      const { success, nextExpectedRevision, position } = await this.ask(() =>
        this.client.appendToStream(stream, data, { streamState, requiresLeader: true }),
      );
      if (!success) throw new Error('KurrentDB refused an append without saying why: leave throwOnAppendFailure on.');
      const appended =
        position && isPosition(position.commit) ? position.commit : await this.positionIn(stream, nextExpectedRevision);
      this.watch.passed(appended);
      return { revision: nextExpectedRevision, position: appended };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) {
        const actual = typeof error.actualState === 'bigint' ? error.actualState : noStream;
        throw new StreamMoved(stream, expected, actual);
      }
      if (error instanceof MaxAppendSizeExceededError) {
        const most = `over the ${error.maxAppendSize} bytes that this KurrentDB takes at once`;
        throw new Unacceptable('too-large', `${events.length} events are ${most} (MaxAppendSize).`);
      }
      throw error;
    }
  }

  async readStream(stream: string, upTo?: Revision): Promise<StoredEvent[]> {
    if (upTo !== undefined && upTo < 0n) return [];
    const limit = upTo === undefined ? {} : { maxCount: Number(upTo) + 1 };
    return this.readOne(stream, limit);
  }

  async readAll(after: Position, limit: number, filter: Filter = {}): Promise<StoredEvent[]> {
    const { types, categories } = filter;
    if (types?.length === 0 || categories?.length === 0) return [];
    const found: StoredEvent[] = [];
    const passed: { position: Position; recordedAt: string }[] = [];
    for (let reached = after, more = true; more && found.length < limit;) {
      // The server begins with the event at the position, if it is one that was asked for.
      const asked = limit - found.length + 1;
      const page = await this.readPage(reached, asked, filter);
      for (const event of page) {
        const position = positionOf(event);
        if (position <= reached) continue;
        reached = position;
        if (isSystem(event) || !passes(filter, { type: event.type, stream: event.streamId })) continue;
        if (found.length === limit) break;
        found.push(received(event));
        passed.push({ position, recordedAt: this.saw(event) });
      }
      more = page.length === asked;
    }
    if (!types && !categories) this.moments.note(after, passed);
    return found;
  }

  async readAt(position: Position): Promise<StoredEvent | undefined> {
    const [event] = await this.readPage(position, 1, {});
    return event && positionOf(event) === position ? received(event) : undefined;
  }

  subscribe(after: Position, options: Filter & { signal: AbortSignal; limit: number }): AsyncIterable<StoredEvent[]> {
    return readOn(this, after, options);
  }

  async head(): Promise<Position> {
    // The last is nearly always ours; what the server writes into our streams, as when one is deleted, is passed over.
    for (let maxCount = 1; ; maxCount *= 8) {
      const page = await this.ask(() =>
        all(
          this.client.readAll({
            direction: BACKWARDS,
            fromPosition: END,
            maxCount,
            filter: serverFilter({}),
            ...this.reading,
          }),
        ),
      );
      const last = page.find((event) => !isSystem(event));
      if (last) this.saw(last);
      if (last || page.length < maxCount) return last ? positionOf(last) : beginning;
    }
  }

  async positionAt(moment: string): Promise<Position> {
    await this.moments.settled();
    return this.moments.positionAt(moment);
  }

  waitPast(position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.watch.waitPast(position, timeoutMs, signal);
  }

  async close(): Promise<void> {
    await this.watch.close();
    await this.moments.settled();
    await this.client.dispose();
  }

  private async readPage(after: Position, maxCount: number, filter: Filter): Promise<RecordedEvent[]> {
    const options = { fromPosition: from(after), maxCount, filter: serverFilter(filter), ...this.reading };
    return this.ask(() => all(this.client.readAll(options)));
  }

  private async readPassed(after: Position): Promise<readonly { position: Position; recordedAt: string }[]> {
    const events = await this.readAll(after, pageMax);
    return events.map(({ position, meta }) => ({
      position,
      recordedAt: (JSON.parse(meta) as { recordedAt: string }).recordedAt,
    }));
  }

  private async readOne(
    stream: string,
    options: { maxCount?: number; fromRevision?: bigint; direction?: typeof BACKWARDS },
  ): Promise<StoredEvent[]> {
    try {
      const events = await this.ask(() => all(this.client.readStream(stream, { ...options, ...this.reading })));
      return events.map((event) => {
        this.saw(event);
        return received(event);
      });
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }

  private async revisionOf(stream: string): Promise<Revision> {
    return (await this.readStream(stream)).at(-1)?.revision ?? noStream;
  }

  /** Of an append that the server had stored before and did not find the place of. */
  private async positionIn(stream: string, fromRevision: Revision): Promise<Position> {
    const [event] = await this.readOne(stream, { fromRevision, maxCount: 1 });
    if (!event) throw new Error(`Stream ${stream} has no revision ${fromRevision}, though it was just appended.`);
    return event.position;
  }

  private saw(event: RecordedEvent): string {
    const recordedAt = recordedAtOf(event);
    if (recordedAt > this.recordedAt) this.recordedAt = recordedAt;
    return recordedAt;
  }

  /** Asks until it is answered. @throws {EventStoreUnreachable} @throws {EventStoreRefuses} */
  private async ask<T>(question: () => Promise<T>): Promise<T> {
    const { asksAgainForMs: forMs = 15_000, answersWithinMs = 10_000 } = this.options;
    try {
      return await askAgain(() => inTime(question(), answersWithinMs), { mayGoAgain: mayPass, forMs });
    } catch (error) {
      if (isRefusal(error)) throw new EventStoreRefuses(error);
      throw mayPass(error) ? new EventStoreUnreachable(error) : error;
    }
  }
}

async function all(events: AsyncIterable<{ event?: RecordedEvent }>): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const { event } of events) if (event) found.push(event);
  return found;
}

/** The old name of the scheme makes the client complain on the console. */
const clientUrl = (url: string): string => url.replace(/^esdb(?=\+discover:|:)/, 'kurrentdb');
