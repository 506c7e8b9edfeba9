import { beginning, type EventStore, type Position, type StoredEvent } from '#event-sourcing';
import { kept, LogDigest } from './log-digest.js';
import { CopyRefused } from './refused.js';

/** A log that can be written as it was elsewhere. */
export type LogTarget = {
  readonly store: EventStore;
  /** Adds the next events as they are, when so many are there. All before the returned promise are kept if it breaks off. */
  add(events: readonly StoredEvent[], there: number): Promise<void>;
};

export type CopyStep = 'comparing' | 'copying' | 'proving';

export type CopyOptions = {
  /** Asks to break off; what is there stays, and the next time goes on from it. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: CopyStep, events: number) => void) | undefined;
};

export type Copied = {
  /** How many events there are in the copy, and how many of them this run has brought. */
  readonly events: number;
  readonly brought: number;
  /** Of each log, read again from its beginning. */
  readonly digests: { readonly source: string; readonly target: string };
  /** Whether more was appended to the source while it was copied: then the copy lacks it. */
  readonly outgrown: boolean;
};

const batchMax = 500;

/**
 * Copies a log up to where it stands, in order, and proves it: afterwards both are read again from the beginning and held
 * against each other, field by field and byte by byte. What is in the target must be how the source begins; it goes on from there.
 *
 * @throws {CopyRefused} at the first difference.
 */
export async function copyLog(source: EventStore, target: LogTarget, options: CopyOptions = {}): Promise<Copied> {
  const head = await source.head();
  const from = new Reading(source, options, head);
  const there = await compare(from, new Reading(target.store, options), options);
  const events = await bring(from, target, there, options);

  const digests = await prove(new Reading(source, options, head), new Reading(target.store, options), options);
  return { events, brought: events - there, digests, outgrown: (await source.head()) !== head };
}

/** How many events are there already. */
async function compare(from: Reading, to: Reading, { onProgress }: CopyOptions): Promise<number> {
  let count = 0;
  for (let found = await to.next(); found; found = await to.next()) {
    assertSame(count + 1, await from.next(), found);
    count += 1;
    onProgress?.('comparing', count);
  }
  return count;
}

async function bring(from: Reading, target: LogTarget, there: number, options: CopyOptions): Promise<number> {
  let count = there;
  for (;;) {
    const batch: StoredEvent[] = [];
    for (let event = await from.next(); event; event = batch.length < batchMax ? await from.next() : undefined) {
      batch.push(event);
    }
    if (batch.length === 0) return count;
    options.signal?.throwIfAborted();
    await target.add(batch, count);
    count += batch.length;
    options.onProgress?.('copying', count);
  }
}

async function prove(from: Reading, to: Reading, { onProgress }: CopyOptions): Promise<Copied['digests']> {
  const [source, target] = [new LogDigest(), new LogDigest()];
  for (let count = 1; ; count += 1) {
    const [meant, found] = [await from.next(), await to.next()];
    if (!meant && !found) return { source: source.end(), target: target.end() };
    if (!found) throw new CopyRefused(`Event ${count} has not arrived. Look after the target, and copy again.`);
    assertSame(count, meant, found);
    if (meant) source.add(meant);
    target.add(found);
    onProgress?.('proving', count);
  }
}

function assertSame(count: number, meant: StoredEvent | undefined, found: StoredEvent): asserts meant is StoredEvent {
  const what = ({ type, stream, revision }: StoredEvent) => `a ${type}, number ${revision} of ${stream}`;
  const difference = kept.find((field) => meant?.[field] !== found[field]);
  if (difference === undefined) return;
  throw new CopyRefused(
    `The target holds something else than the source. Its event ${count} is ${what(found)}; ` +
      (meant ? `in the source it is ${what(meant)}, and they differ in ${difference}. ` : 'the source has no more. ') +
      'Nothing was overwritten. Copy into an empty place, or into one that was copied from this source.',
  );
}

/** A log event by event, to a position, a batch at a time. */
class Reading {
  private events: readonly StoredEvent[] = [];
  private at = 0;
  private after: Position = beginning;

  constructor(
    private readonly store: EventStore,
    private readonly options: CopyOptions,
    private readonly upTo?: Position,
  ) {}

  async next(): Promise<StoredEvent | undefined> {
    if (this.at === this.events.length) {
      this.options.signal?.throwIfAborted();
      if (this.after === this.upTo) return undefined;
      this.events = await this.store.readAll(this.after, batchMax);
      this.at = 0;
      this.after = this.events.at(-1)?.position ?? this.after;
    }
    const event = this.events[this.at];
    if (!event || (this.upTo !== undefined && event.position > this.upTo)) return undefined;
    this.at += 1;
    return event;
  }
}
