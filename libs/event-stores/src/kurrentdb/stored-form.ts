import type { EventData, JSONType, RecordedEvent } from '@kurrent/kurrentdb-client';
import { Unacceptable, type NewEvent, type Position, type StoredEvent } from '#event-sourcing';

/**
 * An event as it is sent. The client parses and writes JSON again, at both ends, so what is sent as JSON is only what comes
 * out of that as the same bytes: all canonical text does, but for objects with keys like "10" and "9", which JavaScript puts
 * in an order of its own. Such data are sent as bytes.
 */
export function sent({ id, type, data, meta }: NewEvent): EventData {
  if (!survives(meta))
    throw new Unacceptable('not-canonical-text', `The meta of a ${type} would not be kept as it is.`);
  const metadata = new TextEncoder().encode(meta);
  const parsed: unknown = JSON.parse(data);
  if (JSON.stringify(parsed) !== data) {
    return { id, type, contentType: 'application/octet-stream', data: new TextEncoder().encode(data), metadata };
  }
  return { id, type, contentType: 'application/json', data: parsed as JSONType, metadata };
}

/** The same event as it was, read from its stream or from all. */
export function received(event: RecordedEvent): StoredEvent {
  const { id, streamId, revision, type } = event;
  return {
    id,
    stream: streamId,
    revision,
    position: positionOf(event),
    type,
    data: event.isJson ? JSON.stringify(event.data) : new TextDecoder().decode(event.data),
    meta: JSON.stringify(event.metadata ?? {}),
  };
}

/** When our store says that an event was recorded; the server's own moment is never looked at. */
export function recordedAtOf({ metadata }: RecordedEvent): string {
  const at = typeof metadata === 'object' && 'recordedAt' in metadata ? metadata['recordedAt'] : undefined;
  return typeof at === 'string' ? at : '';
}

/** Events and streams of the server's own begin with a dollar sign. */
export const isSystem = ({ streamId, type }: Pick<RecordedEvent, 'streamId' | 'type'>): boolean =>
  streamId.startsWith('$') || type.startsWith('$');

/**
 * The place in the whole log, where the record begins. Servers since 22.6 tell it in reads of a stream as well; older ones
 * give the highest number there is.
 */
export function positionOf({ position }: Pick<RecordedEvent, 'position'>): Position {
  if (position === undefined || !isPosition(position.commit)) {
    throw new Error(
      'This server does not say where events lie in the whole log. Use EventStoreDB 22.10, KurrentDB, or newer.',
    );
  }
  return position.commit;
}

/** PostgreSQL keeps positions as bigint; the server's "none" is outside of that. */
export const isPosition = (position: bigint): boolean => position < 2n ** 63n;

const survives = (text: string): boolean => JSON.stringify(JSON.parse(text)) === text;
