import { noMeter, stopwatch, type Meter } from '#metrics';
import type { Decider } from './decider.js';
import {
  beginning,
  noStream,
  StreamMoved,
  unrecorded,
  type EventStore,
  type Position,
  type Revision,
  type StoredEvent,
} from './event-store.js';
import { newId, type NewId } from './ids.js';
import { canonical } from './canonical.js';
import type { Message, MessageDefinition } from './messages.js';
import type { Meta, RecordedMeta } from './meta.js';

/** An event that has been read and opened. */
export type Recorded = {
  readonly id: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: RecordedMeta;
};

/**
 * Something that only a later version of Waymark knows, as there may be while an upgrade is under way. It is no fault: this
 * process must wait and must not go on, and one of the later version can.
 */
export class NeedsLaterVersion extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'NeedsLaterVersion';
  }
}

/** An event of a type that this process does not know, or in a shape that it does not. */
export class UnknownEventType extends NeedsLaterVersion {
  constructor(
    readonly type: string,
    readonly position: Position,
    options?: ErrorOptions,
  ) {
    super(
      `The event at position ${position} is a ${type}, which this version of Waymark does not know. Start the later one.`,
      options,
    );
    this.name = 'UnknownEventType';
  }
}

/** Turns messages into stored text and back: validates, seals what is personal, upcasts. libs/sealing has the real one. */
export interface Codec {
  /** The definition of a type, as the codec knows it. */
  definition(type: string): MessageDefinition | undefined;
  /** The canonical text of a message's data, sealed for the event of this id. Bad data is a ZodError. */
  seal(eventId: string, message: Message): Promise<string>;
  /** Opened events, in order; what can't be opened any more reads as `erased`. @throws {UnknownEventType} */
  open(events: readonly StoredEvent[]): Promise<Recorded[]>;
}

export type Transacted = {
  /** What was decided, and so appended; none when the command had been carried out before. */
  readonly events: readonly Message[];
  readonly revision: Revision;
  /** The position to wait for before showing a page; that of the stream's last event when nothing was decided. */
  readonly position: Position;
};

/** The event store as the rules see it: typed messages in, typed messages out. */
export class Journal {
  constructor(
    readonly store: EventStore,
    readonly codec: Codec,
    readonly ids: NewId = newId,
    private readonly meter: Meter = noMeter,
  ) {}

  /** A stream's events, opened; to a revision if one is given. */
  async read(stream: string, upTo?: Revision): Promise<Recorded[]> {
    return this.codec.open(await this.store.readStream(stream, upTo));
  }

  /** The state that a stream's events fold to. */
  async state<C extends Message, E extends Message, S>(decider: Decider<C, E, S>, id: string): Promise<S> {
    return (await this.story(decider, id)).state;
  }

  /** The same, with what its first event says of why it is there; null when there is none. */
  async story<C extends Message, E extends Message, S>(
    decider: Decider<C, E, S>,
    id: string,
  ): Promise<{ readonly state: S; readonly began: RecordedMeta | null }> {
    const past = await this.read(`${decider.category}-${id}`);
    return { state: fold(decider, past), began: past[0]?.meta ?? null };
  }

  async append(stream: string, expected: Revision, decided: readonly Message[], meta: Meta) {
    const events = await Promise.all(
      decided.map(async (message) => {
        const eventId = this.ids();
        const definition = this.codec.definition(message.type);
        if (!definition) throw new Error(`${message.type} is in no catalogue of events.`);
        const schema = definition.upcasts.length + 1;
        return {
          id: eventId,
          type: message.type,
          data: await this.codec.seal(eventId, message),
          meta: canonical({ ...meta, schema, recordedAt: '' }),
        };
      }),
    );
    for (const { meta: text } of events) if (!text.includes(unrecorded)) throw new Error('Meta needs recordedAt.');
    return this.metered(events, () => this.store.append(stream, expected, events));
  }

  /** Counts what came of an append, whichever store it goes to. */
  private async metered<T>(events: readonly { readonly type: string }[], append: () => Promise<T>): Promise<T> {
    const elapsed = stopwatch();
    try {
      const appended = await append();
      this.meter.count('waymark_appends_total', {});
      for (const { type } of events) this.meter.count('waymark_events_appended_total', { type });
      return appended;
    } catch (error) {
      const moved = error instanceof StreamMoved;
      this.meter.count(moved ? 'waymark_append_conflicts_total' : 'waymark_append_failures_total', {});
      throw error;
    } finally {
      this.meter.observe('waymark_append_duration_seconds', {}, elapsed());
    }
  }
}

const attemptsMax = 8;

/**
 * Carries out a command: reads the stream, folds it, decides, appends at the revision read, and starts again if somebody
 * else was first. A command that was carried out before decides nothing and appends nothing.
 *
 * @throws {Refusal} when a rule says no. @throws {StreamMoved} when the stream never stood still for long enough.
 */
export async function transact<C extends Message, E extends Message, S>(
  journal: Journal,
  decider: Decider<C, E, S>,
  id: string,
  command: C,
  meta: Meta,
): Promise<Transacted> {
  return transactAll(journal, decider, id, [command], meta);
}

/**
 * As `transact`, for several commands to one stream: each is decided on what those before it led to, and all that is decided
 * is appended at once. When a rule says no to one of them, nothing of any is.
 */
export async function transactAll<C extends Message, E extends Message, S>(
  journal: Journal,
  decider: Decider<C, E, S>,
  id: string,
  commands: readonly C[],
  meta: Meta,
): Promise<Transacted> {
  const stream = `${decider.category}-${id}`;
  for (let attempt = 1; ; attempt += 1) {
    const past = await journal.read(stream);
    const last = past.at(-1);
    const events = decideAll(decider, commands, fold(decider, past));
    if (events.length === 0)
      return { events, revision: last?.revision ?? noStream, position: last?.position ?? beginning };
    try {
      return { events, ...(await journal.append(stream, last?.revision ?? noStream, events, meta)) };
    } catch (error) {
      if (!(error instanceof StreamMoved) || attempt === attemptsMax) throw error;
    }
  }
}

function decideAll<C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
  commands: readonly C[],
  before: S,
): readonly E[] {
  let state = before;
  return commands.flatMap((command) => {
    const events = decider.decide(command, state);
    state = events.reduce((folded, event) => decider.evolve(folded, event), state);
    return events;
  });
}

function fold<C extends Message, E extends Message, S>(decider: Decider<C, E, S>, past: readonly Recorded[]): S {
  // What a stream holds is what its decider decided: the codec has parsed each event by the schema of its type.
  return past.reduce((state, event) => decider.evolve(state, event as unknown as E), decider.initial);
}
