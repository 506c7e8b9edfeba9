import { randomUUID } from 'node:crypto';

/** An event as the server keeps it. */
export type Kept = {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** In ticks of 100 ns since 1970. */
  readonly created: bigint;
};

export type Proposed = Pick<Kept, 'id' | 'type' | 'json' | 'data' | 'metadata'>;

export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

export type Result =
  | { readonly kind: 'success'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-expected-version'; readonly actual: bigint }
  | { readonly kind: 'too-large'; readonly bytesMax: number };

/** The default of the server, for all events of an append together. */
const appendBytesMax = 1024 * 1024;
/** What a server gives that knows no position: -1, without its sign. */
const noPlace = 2n ** 64n - 1n;
/** A system event comes before every so manyth append, as `$stats` and `$metadata` do between everybody's events. */
const systemEventEvery = 3;

/**
 * The log of the stand-in, with the server's rules: what counts as done before, which revisions are refused, positions that
 * are bytes and so have gaps, and system events among the others. Ids are only looked at where a stream has moved on.
 */
export class KurrentLog {
  readonly all: Kept[] = [];
  /** Whether it says where a repeated append lies: a server that has not replicated it yet does not. */
  knowsPlaceOfRepeated = true;
  private readonly streams = new Map<string, Kept[]>();
  private readonly waiting = new Set<() => void>();
  private end = 0n;
  private appends = 0;

  /** `keep` is called with what was appended before anybody is told. */
  constructor(
    kept: Iterable<Kept> = [],
    private readonly keep: (events: readonly Kept[]) => void = () => undefined,
  ) {
    for (const event of kept) this.put(event);
    this.appends = this.all.length;
  }

  stream(name: string): readonly Kept[] {
    return this.streams.get(name) ?? [];
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Result {
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > appendBytesMax) return { kind: 'too-large', bytesMax: appendBytesMax };
    const past = this.stream(stream);
    const actual = BigInt(past.length) - 1n;
    const again = this.again(past, expected, events);
    if (again === 'corrupted') return { kind: 'wrong-expected-version', actual };
    if (again) {
      return {
        kind: 'success',
        revision: again.revision,
        position: this.knowsPlaceOfRepeated ? again.position : noPlace,
      };
    }
    if (!fits(expected, actual)) return { kind: 'wrong-expected-version', actual };
    return this.write(stream, actual, events);
  }

  /** Where in `all` the first event at or after a position is. */
  indexOf(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Waits until something is appended, or until the signal. */
  next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** The last event of what was there before; "corrupted" when only some of it was; null when none was. */
  private again(past: readonly Kept[], expected: Expected, events: readonly Proposed[]): Kept | 'corrupted' | null {
    if (expected === 'any' || expected === 'stream_exists') {
      const known = events.map(({ id }) => past.find((event) => event.id === id));
      if (!known[0]) return null;
      return known.every((event) => event !== undefined) ? (known.at(-1) ?? null) : 'corrupted';
    }
    const from = Number(expected === 'no_stream' ? 0n : expected + 1n);
    if (from >= past.length) return null;
    const same = events.map(({ id }, index) => past[from + index]?.id === id);
    if (!same[0]) return null;
    return same.every(Boolean) ? (past[from + events.length - 1] ?? null) : 'corrupted';
  }

  private write(stream: string, actual: bigint, events: readonly Proposed[]): Result {
    this.appends += 1;
    if (this.appends % systemEventEvery === 1) this.writeSystemEvent();
    const created = BigInt(Date.now()) * 10_000n;
    const kept: Kept[] = [];
    for (const [index, event] of events.entries()) {
      const position = this.end + BigInt(kept.reduce((sum, before) => sum + sizeOf(before), 0));
      kept.push({ ...event, stream, revision: actual + 1n + BigInt(index), position, created });
    }
    this.add(kept);
    const last = kept.at(-1);
    return { kind: 'success', revision: last?.revision ?? actual, position: last?.position ?? 0n };
  }

  private writeSystemEvent(): void {
    const { stream, type } = system[this.appends % 2] ?? system[0];
    const revision = BigInt(this.stream(stream).length);
    const [id, created] = [randomUUID(), BigInt(Date.now()) * 10_000n];
    const what = { type, json: true, data: Buffer.from('{"proc-cpu":1}'), metadata: Buffer.alloc(0) };
    this.add([{ id, stream, revision, position: this.end, created, ...what }]);
  }

  private add(events: readonly Kept[]): void {
    this.keep(events);
    for (const event of events) this.put(event);
    for (const wake of this.waiting) wake();
  }

  private put(event: Kept): void {
    this.all.push(event);
    const stream = this.streams.get(event.stream);
    if (stream) stream.push(event);
    else this.streams.set(event.stream, [event]);
    this.end = event.position + BigInt(sizeOf(event));
  }
}

/** What the server writes for itself: its streams are named with a dollar sign, its events not always. */
const system = [
  { stream: '$stats-127.0.0.1:2113', type: '$statsCollected' },
  { stream: '$connectors/registry', type: 'ConnectorActivated' },
] as const;

/** What a record takes in the file of the log: its place is where it begins. */
const sizeOf = ({ stream, type, data, metadata }: Kept): number =>
  90 + stream.length + type.length + data.length + metadata.length;

function fits(expected: Expected, actual: bigint): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'stream_exists':
      return actual >= 0n;
    case 'no_stream':
      return actual === -1n;
    default:
      return actual === expected;
  }
}
