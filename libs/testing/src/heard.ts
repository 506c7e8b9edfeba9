import { idFrom, type Heard, type Message, type Position, type RecordedMeta, type Revision } from '#event-sourcing';
import { ids } from './ids.js';

/** What a test may say of an event besides its type and data; the rest is made up, the same each time. */
export type HeardAs = {
  readonly id?: string;
  readonly stream?: string;
  readonly revision?: Revision;
  readonly position?: Position;
  readonly meta?: Partial<RecordedMeta>;
};

const { correlationId } = ids('correlationId');

/** An event as a process or projection hears it: stored, at a position, with meta. One that is so already stays as it is. */
export function heard<E extends Message>(event: E | Heard<E>, as: HeardAs = {}): Heard<E> {
  const position = as.position ?? 1n;
  const recorded = {
    id: idFrom('test', 'event', event.type, position.toString()),
    stream: `test-${idFrom('test', 'stream')}`,
    revision: 0n,
    position,
    ...event,
    ...(as.id === undefined ? {} : { id: as.id }),
    ...(as.stream === undefined ? {} : { stream: as.stream }),
    ...(as.revision === undefined ? {} : { revision: as.revision }),
    ...(as.position === undefined ? {} : { position: as.position }),
    meta: { ...meta, ...('meta' in event ? event.meta : {}), ...as.meta },
  };
  return recorded as unknown as Heard<E>;
}

const meta: RecordedMeta = {
  recordedAt: '2026-11-23T09:00:00.000Z',
  actor: { kind: 'system', id: 'test', roles: [] },
  correlationId,
  schema: 1,
  via: 'job',
};
