/**
 * The place of an event in the whole log: ordered, opaque, bigint in code and text in JSON. Only what a store gave may be
 * given back to it: in some, nothing lies at the number before.
 */
export type Position = bigint;
/** Before the first event. */
export const beginning: Position = 0n;

/** The place of an event in its stream, from 0. */
export type Revision = bigint;
/** The revision of a stream that has no event. */
export const noStream: Revision = -1n;

/** An event as it lies in the store. `data` and `meta` are canonical JSON text and are kept as those bytes. */
export type StoredEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
};

/** An event to be appended. Its meta has `"recordedAt":""`, which the store fills in: see `unrecorded`. */
export type NewEvent = Pick<StoredEvent, 'id' | 'type' | 'data' | 'meta'>;

export type Appended = { readonly revision: Revision; readonly position: Position };

export type Filter = {
  /** Only events of these types. */
  readonly types?: readonly string[] | undefined;
  /** Only events of streams of these categories. */
  readonly categories?: readonly string[] | undefined;
};

/**
 * Where events are kept: in order, for good. Every store passes the suite in test/contracts.
 *
 * A reader that has passed position p never later finds an event at or before p.
 */
export interface EventStore {
  /** Whether positions count events from 1; where they don't, the distance of two says nothing. */
  readonly gapless: boolean;
  /**
   * Appends events to one stream, all or none, if its revision is the expected one (`noStream` for a new one). The same
   * ids at the same revisions again answer as the first time did.
   *
   * @throws {StreamMoved} when the stream is at another revision. @throws {Unacceptable} when the append can never be stored.
   */
  append(stream: string, expected: Revision, events: readonly NewEvent[]): Promise<Appended>;
  /** The events of a stream from its beginning, to a revision if one is given; none if there is no such stream. */
  readStream(stream: string, upTo?: Revision): Promise<StoredEvent[]>;
  /** The next events after a position, at most `limit` of them. */
  readAll(after: Position, limit: number, filter?: Filter): Promise<StoredEvent[]>;
  /** The event at a position; undefined when none is there. */
  readAt(position: Position): Promise<StoredEvent | undefined>;
  /** Events after a position in batches, first those that are there, then new ones as they come, until the signal. */
  subscribe(after: Position, options: Filter & { signal: AbortSignal; limit: number }): AsyncIterable<StoredEvent[]>;
  /** The position of the last event. */
  head(): Promise<Position>;
  /** The highest position recorded at or before a moment. */
  positionAt(at: string): Promise<Position>;
  /** Waits until the head is past a position, for so long at most; says whether it is. */
  waitPast(position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** Somebody else got there first: read again and decide again. */
export class StreamMoved extends Error {
  constructor(
    readonly stream: string,
    readonly expected: Revision,
    readonly actual: Revision,
  ) {
    super(`Stream ${stream} is at revision ${actual}, not ${expected}.`);
    this.name = 'StreamMoved';
  }
}

export type UnacceptableReason =
  'nothing-to-append' | 'too-large' | 'name' | 'id' | 'id-used-elsewhere' | 'not-canonical-text';

/** An append that no store will ever take. The sentence says why, and holds no data of the event. */
export class Unacceptable extends Error {
  constructor(
    readonly reason: UnacceptableReason,
    message: string,
  ) {
    super(message);
    this.name = 'Unacceptable';
  }
}

export const limits = { streamNameMax: 200, typeNameMax: 100, eventBytesMax: 512 * 1024, eventsPerAppendMax: 500 };

const streamName = /^[a-z]+-[A-Za-z0-9][A-Za-z0-9-]*$/;
const typeName = /^[A-Z][A-Za-z0-9]*$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Refuses what no store will take, the same everywhere, before it meets a store. */
export function assertAcceptable(stream: string, events: readonly NewEvent[]): void {
  const no = (reason: UnacceptableReason, message: string): never => {
    throw new Unacceptable(reason, message);
  };
  if (stream.length > limits.streamNameMax || !streamName.test(stream)) {
    no('name', `A stream is named category-id, in ${limits.streamNameMax} characters at most.`);
  }
  if (events.length === 0) no('nothing-to-append', 'There is no event to append.');
  if (events.length > limits.eventsPerAppendMax)
    no('too-large', `More than ${limits.eventsPerAppendMax} events at once.`);
  const ids = new Set<string>();
  for (const { id, type, data, meta } of events) {
    if (!uuid.test(id) || ids.has(id)) no('id', 'An event needs a UUID of its own, in lower case.');
    ids.add(id);
    if (type.length > limits.typeNameMax || !typeName.test(type)) {
      no('name', `A type of event is in CamelCase, in ${limits.typeNameMax} characters at most.`);
    }
    for (const text of [data, meta]) {
      if (!text.isWellFormed()) no('not-canonical-text', `Data or meta of a ${type} hold half of a surrogate pair.`);
      if (holdsNul(text)) no('not-canonical-text', `Data or meta of a ${type} hold the character U+0000.`);
      if (Buffer.byteLength(text) > limits.eventBytesMax)
        no('too-large', `A ${type} is over ${limits.eventBytesMax} bytes.`);
    }
    const place = meta.indexOf(unrecorded);
    if (place < 0 || place !== meta.lastIndexOf(unrecorded)) {
      no('not-canonical-text', `The meta of a ${type} needs one place for recordedAt.`);
    }
  }
}

/** U+0000 itself, or its escape, which is one only after an even number of backslashes. */
function holdsNul(text: string): boolean {
  if (text.includes('\u0000')) return true;
  for (let at = text.indexOf('\\u0000'); at >= 0; at = text.indexOf('\\u0000', at + 1)) {
    let slashes = 0;
    while (at - slashes > 0 && text[at - slashes - 1] === '\\') slashes += 1;
    if (slashes % 2 === 0) return true;
  }
  return false;
}

/** Where the store writes the moment of recording. Inside a JSON string its quotes would be escaped: it is found once. */
export const unrecorded = '"recordedAt":""';
export const recorded = (meta: string, at: string): string => meta.replace(unrecorded, `"recordedAt":"${at}"`);

export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** Whether an event passes a filter; a store that can filters earlier. */
export const passes = ({ types, categories }: Filter, event: Pick<StoredEvent, 'type' | 'stream'>): boolean =>
  (!types || types.includes(event.type)) && (!categories || categories.includes(categoryOf(event.stream)));

/**
 * A subscription made of reading and waiting, for stores that have no better one. It wakes at least once a second, so
 * that a lost wake-up costs a second and nothing else.
 */
export async function* readOn(
  store: Pick<EventStore, 'readAll' | 'waitPast' | 'head'>,
  after: Position,
  { signal, limit, ...filter }: Filter & { signal: AbortSignal; limit: number },
): AsyncIterable<StoredEvent[]> {
  let position = after;
  while (!signal.aborted) {
    const head = await store.head();
    const batch = await store.readAll(position, limit, filter);
    const last = batch.at(-1);
    if (last) {
      position = last.position;
      yield batch;
      continue;
    }
    // Nothing of ours up to the head that was seen before the reading.
    if (head > position) position = head;
    await store.waitPast(position, 1_000, signal);
  }
}
