import { z } from 'zod';
import { id } from './ids.js';
import { instant } from './time.js';

/** Who acted: an id, never a name. Names are looked up when they are shown. */
export const actor = z.strictObject({
  kind: z.enum(['staff', 'provider', 'outside', 'system', 'import']),
  id: z.string().min(1).max(100),
  roles: z.array(z.string().max(60)).max(20).default([]),
});
export type Actor = z.output<typeof actor>;

export const via = z.enum(['web', 'link', 'api', 'job', 'cli', 'import']);

/** What every event says of its making. `recordedAt` is when we knew, given by the store; it never goes backwards. */
export const recordedMeta = z.strictObject({
  recordedAt: instant,
  actor,
  correlationId: id,
  causationId: id.optional(),
  /** The span in which it was appended, where traces are recorded: what follows from it goes on in that trace. */
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
  schema: z.int().min(1),
  procedure: z.strictObject({ id: z.string(), edition: z.string() }).optional(),
  via,
});
export type RecordedMeta = z.output<typeof recordedMeta>;

/** What a command brings along: all but what the store and the definition add. */
export type Meta = Omit<RecordedMeta, 'recordedAt' | 'schema'>;

/** The meta of what the system does by itself, because of an event or of time passing. */
export const bySystem = (name: string, correlationId: string, causationId?: string): Meta => ({
  actor: { kind: 'system', id: name, roles: [] },
  correlationId,
  ...(causationId === undefined ? {} : { causationId }),
  via: 'job',
});
