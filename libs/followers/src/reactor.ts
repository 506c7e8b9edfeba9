import type { Pool } from 'pg';
import { inTransaction, isDatabaseAway } from '#database';
import {
  bySystem,
  NeedsLaterVersion,
  Refusal,
  StreamMoved,
  type Journal,
  type Message,
  type Meta,
  type Position,
  type Process,
  type Recorded,
} from '#event-sourcing';
import { withoutPersonalData } from '#logging';
import type { Meter } from '#metrics';
import { following, inSpan } from '#tracing';
import type { Checkpoints } from './checkpoints.js';
import type { Report } from './follower.js';
import { Deposed, type Lease } from './lease.js';
import type { Turn, Turning } from './loop.js';
import { entryFor, type Entry, type ReactorStore } from './reactor-store.js';
import type { Tail } from './tail.js';

/** A process whatever it hears, remembers and orders: what a list of them holds. */
// oxlint-disable-next-line typescript/no-explicit-any -- Events, state and commands of a process are its own affair; a list of them has no common ones.
export type AnyProcess = Process<any, any, any>;

/** Carries out a command; a rule that says no throws a `Refusal`. */
export type SendCommand = (command: Message, meta: Meta) => Promise<unknown>;

/** The operators' answers to parked entries, which every reactor hears besides what its process does. */
const answers = new Set(['ParkedEntryRetried', 'ParkedEntrySkipped']);

type Deps = {
  readonly pool: Pool;
  readonly checkpoints: Checkpoints;
  readonly tail: Tail;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly store: ReactorStore;
  readonly send: SendCommand;
  readonly report: Report;
  readonly meter: Meter;
};

/** What is known while the lease is held. It goes with the lease. */
type Tenure = { position: Position; readonly parked: Set<string> };

/**
 * Runs a process: events in, commands out. State and checkpoint are saved after the commands were accepted, so a crash
 * sends them again, and they decide nothing the second time. What can't be handled is parked by instance; everything later
 * of that instance waits in order behind it, and nothing else does.
 */
export class Reactor implements Turning {
  readonly name: string;
  private readonly hears: ReadonlySet<string>;
  private tenure: Tenure | null = null;

  constructor(
    private readonly process: AnyProcess,
    private readonly deps: Deps,
  ) {
    this.name = process.name;
    this.hears = new Set([...answers, ...process.hears.flatMap(({ shapes }) => Object.keys(shapes))]);
  }

  async turn(): Promise<Turn> {
    const { tail, lease, store } = this.deps;
    if (!this.tenure || !lease.isHeld()) {
      const position = await lease.take();
      if (position === null) return 'elsewhere';
      this.tenure = { position, parked: await store.parkedInstances() };
    }
    const { tenure } = this;
    const events = tail.known(await tail.after(tenure.position));
    const last = events.at(-1);
    if (!last) return 'caught-up';
    const heard = await tail.open(events.filter(({ type }) => this.hears.has(type)));
    try {
      await new Batch(this.process, this.deps, tenure).handle(heard, last.position);
      this.deps.meter.count('waymark_follower_events_total', { follower: this.name }, events.length);
      return 'moved';
    } catch (error) {
      if (!(error instanceof Deposed)) throw error;
      this.tenure = null;
      lease.letGo();
      return 'elsewhere';
    }
  }

  async rest(signal: AbortSignal): Promise<void> {
    if (this.tenure) await this.deps.tail.waitPast(this.tenure.position, signal);
  }

  /** Gives the lease back as well; where that can't be said, it ends by itself. */
  lookAgain(): Promise<void> {
    return this.release().catch(() => undefined);
  }

  stand(why: string | null): Promise<void> {
    return this.deps.checkpoints.stop(this.name, why);
  }

  /** Gives the lease to whoever is next. */
  async release(): Promise<void> {
    this.tenure = null;
    await this.deps.lease.release();
  }
}

/** One batch on its way through the process: what it has changed and not saved yet. */
class Batch {
  private states = new Map<string, unknown>();
  private changed = new Map<string, unknown>();
  private parked: Entry[] = [];
  private settled: Position[] = [];

  constructor(
    private readonly process: AnyProcess,
    private readonly deps: Deps,
    private readonly tenure: Tenure,
  ) {}

  async handle(events: readonly Recorded[], upTo: Position): Promise<void> {
    const instances = new Set(
      events.flatMap((event) => (answers.has(event.type) ? [] : (this.process.instance(event) ?? []))),
    );
    if (instances.size > 0) this.states = await this.deps.store.states([...instances]);
    let before = this.tenure.position;
    for (const event of events) {
      if (answers.has(event.type)) await this.hearAnswer(event, before);
      else await this.hear(event);
      before = event.position;
    }
    await this.save(upTo);
  }

  private async hear(event: Recorded): Promise<void> {
    const instance = this.process.instance(event);
    if (instance === null) return;
    if (this.tenure.parked.has(instance)) {
      this.parked.push(entryFor(event, instance, null));
      return;
    }
    const { fault, ordered } = await this.attempt(event, instance);
    if (fault !== null) {
      this.parked.push(entryFor(event, instance, fault));
      this.tenure.parked.add(instance);
    }
    // What was ordered is behind us: the fewer events are heard again after a crash, the better.
    if (ordered || fault !== null) await this.save(event.position);
  }

  /** Does what the process makes of an event, and says what went wrong; only what is sure to pass is thrown. */
  private attempt(event: Recorded, instance: string, skipped = false) {
    return following(event.meta, () => this.tryOut(event, instance, skipped));
  }

  private async tryOut(event: Recorded, instance: string, skipped: boolean) {
    let ordered = false;
    try {
      const state: unknown = this.process.evolve(this.states.get(instance) ?? this.process.initial, event);
      if (!skipped) {
        const meta = bySystem(this.process.name, event.meta.correlationId, event.id);
        for (const command of this.process.react(event, state)) {
          // A process that was frozen meanwhile orders nothing more: whoever has the lease by now does.
          if (!this.deps.lease.isHeld()) throw new Deposed(this.process.name);
          const attributes = { 'waymark.process': this.process.name, 'waymark.event_id': event.id };
          await inSpan('react', { attributes }, () => this.deps.send(command, meta));
          ordered = true;
        }
      }
      this.states.set(instance, state);
      this.changed.set(instance, state);
      return { fault: null, ordered };
    } catch (error) {
      if (passes(error)) throw error;
      // Passed over is passed over, even if the process can't take the event in at all.
      if (skipped) return { fault: null, ordered };
      this.deps.report(`${this.process.name} could not handle event ${event.id} and has parked ${instance}.`, error);
      return { fault: wordsFor(error), ordered };
    }
  }

  /** An operator's answer: settles the entry, then those behind it, until there is none or one that can't be handled. */
  private async hearAnswer({ type, data }: Recorded, before: Position): Promise<void> {
    const { reactor, instance, eventId } = data as { reactor: string; instance: string; eventId: string };
    if (reactor !== this.process.name || !this.tenure.parked.has(instance)) return;
    await this.save(before); // What waits in memory is parked, and so is seen below.
    const entries = await this.deps.store.entries(instance);
    // An answer that is heard again after a crash finds its entry settled and goes on behind it.
    if (entries[0]?.fault !== null && entries[0]?.eventId !== eventId) return;
    const states = await this.deps.store.states([instance]);
    this.states.set(instance, states.get(instance));

    for (const entry of entries) {
      const event = await this.eventAt(entry.position);
      const skipped = type === 'ParkedEntrySkipped' && entry.eventId === eventId;
      const { fault } = await this.attempt(event, instance, skipped);
      if (fault !== null) {
        this.parked.push({ ...entry, fault });
        await this.save(this.tenure.position);
        return;
      }
      this.settled.push(entry.position);
      await this.save(this.tenure.position);
    }
    this.tenure.parked.delete(instance);
  }

  private async eventAt(position: Position): Promise<Recorded> {
    const { store, codec } = this.deps.journal;
    const stored = await store.readAt(position);
    const [event] = stored ? await codec.open([stored]) : [];
    if (!event) throw new Error(`There is no event at position ${position}.`);
    return event;
  }

  private async save(to: Position): Promise<void> {
    const { position: from } = this.tenure;
    const changes = { states: this.changed, parked: this.parked, settled: this.settled };
    if (to === from && changes.states.size + changes.parked.length + changes.settled.length === 0) return;
    await inTransaction(this.deps.pool, async (client) => {
      await this.deps.lease.save(client, from, to);
      await this.deps.store.write(client, changes);
    });
    this.tenure.position = to;
    this.changed = new Map();
    this.parked = [];
    this.settled = [];
    this.deps.checkpoints.announce();
  }
}

/** What is no fault of the event: it passes, or a process of a later version can go on. */
const passes = (error: unknown): boolean =>
  error instanceof StreamMoved ||
  error instanceof Deposed ||
  error instanceof NeedsLaterVersion ||
  isDatabaseAway(error);

/** A rule's no is named by its reason; of anything else, what is sure to hold no personal data. */
function wordsFor(error: unknown): string {
  if (error instanceof Refusal) return `refused: ${error.reason}`;
  const { errorClass, message } = withoutPersonalData(error);
  return `${errorClass}: ${message}`;
}
