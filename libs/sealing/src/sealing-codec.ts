import type { KeyObject } from 'node:crypto';
import {
  canonical,
  Unacceptable,
  UnknownEventType,
  type Codec,
  type Message,
  type MessageDefinition,
  type Recorded,
  type RecordedMeta,
  type StoredEvent,
} from '#event-sourcing';
import { emptyBox, openText, sealText } from './box.js';
import { apart, blot, boxField, holdsUnstorableText, together } from './fields.js';
import { keyId, type KeyName, type Keys } from './keys.js';

/** An event whose text has been read, and whose box has not been opened yet. */
type Parsed = {
  readonly event: StoredEvent;
  readonly definition: MessageDefinition;
  readonly meta: RecordedMeta;
  readonly data: Record<string, unknown>;
  readonly box: unknown;
  readonly name: KeyName | null;
};

/**
 * Turns messages into stored text and back. All personal fields of an event lie in one box under its subject's key, made
 * for the event's id, so it opens nowhere else; the open fields stay readable. With the key destroyed they read as `erased`.
 */
export class SealingCodec implements Codec {
  constructor(
    private readonly catalogue: ReadonlyMap<string, MessageDefinition>,
    private readonly keys: Keys,
  ) {
    for (const { type, schema } of catalogue.values()) {
      if (boxField in schema.shape)
        throw new Error(`${type} has a field called ${boxField}, where the box goes: rename it.`);
    }
  }

  definition(type: string): MessageDefinition | undefined {
    return this.catalogue.get(type);
  }

  async seal(eventId: string, message: Message): Promise<string> {
    const definition = this.catalogue.get(message.type);
    if (!definition) throw new Error(`${message.type} is in no catalogue of events.`);
    const data = definition.schema.parse(message.data);
    const { open, hidden } = apart(data, definition.personal);
    if (!hidden) return canonical(open);
    // What no store would keep in the open is refused in the box as well: the same text, the same answer.
    if (holdsUnstorableText(hidden)) {
      throw new Unacceptable('not-canonical-text', `A ${message.type} holds text that can't be stored.`);
    }
    const name = keyNameOf(definition, data);
    const key = (await this.keys.toSeal([name])).get(keyId(name)) ?? null;
    return canonical({ ...open, [boxField]: key ? sealText(key, canonical(hidden), eventId) : emptyBox });
  }

  async open(events: readonly StoredEvent[]): Promise<Recorded[]> {
    const parsed = events.map((event) => this.parse(event));
    const names = new Map<string, KeyName>();
    for (const { name } of parsed) if (name) names.set(keyId(name), name);
    const ring = names.size > 0 ? await this.keys.toOpen(names.values()) : new Map<string, KeyObject | null>();
    return parsed.map((each) => opened(each, each.name ? (ring.get(keyId(each.name)) ?? null) : null));
  }

  private parse(event: StoredEvent): Parsed {
    const definition = this.catalogue.get(event.type);
    if (!definition) throw new UnknownEventType(event.type, event.position);
    const meta = JSON.parse(event.meta) as RecordedMeta;
    // A known type of a later shape is as unknown as a new type: only a later version can read it.
    if (meta.schema > definition.upcasts.length + 1) throw new UnknownEventType(event.type, event.position);
    const { [boxField]: box, ...data } = JSON.parse(event.data) as Record<string, unknown>;
    const name = box === undefined || box === emptyBox ? null : keyNameOf(definition, data);
    return { event, definition, meta, data, box, name };
  }
}

function opened({ event, definition, meta, data, box }: Parsed, key: KeyObject | null): Recorded {
  const { personal, upcasts, schema } = definition;
  const lost = box !== undefined && key === null;
  if (lost) blot(data, personal);
  else if (typeof box === 'string' && key) together(data, openText(key, box, event.id));

  let current = data;
  for (const upcast of upcasts.slice(meta.schema - 1)) current = upcast(current);
  // An upcast may have made a personal field out of others: it knows no more than they did.
  if (lost && upcasts.length > 0) {
    current = { ...current };
    blot(current, personal);
  }
  const { id, stream, revision, position, type } = event;
  const parsed = schema.safeParse(current);
  // What was stored was right for whoever stored it: a later version allows a value more in a closed list.
  if (!parsed.success) throw new UnknownEventType(type, position, { cause: parsed.error });
  return { id, stream, revision, position, type, data: parsed.data, meta };
}

function keyNameOf({ type, sealed }: MessageDefinition, data: Readonly<Record<string, unknown>>): KeyName {
  const subjectId = sealed ? data[sealed.subject] : undefined;
  if (!sealed || typeof subjectId !== 'string') throw new Error(`A ${type} names no subject whose key seals it.`);
  return { subjectId, kept: sealed.kept };
}
