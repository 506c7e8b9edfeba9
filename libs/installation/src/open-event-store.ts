import type { Config } from '#config';
import type { Clock, EventStore } from '#event-sourcing';
import { openKurrentDb, PostgresEventStore, PostgresMoments, type EventDatabase } from '#event-stores';
import { noMeter, type Meter } from '#metrics';
import type { LogIdentity } from './followed-log.js';

/** Where the configuration has the events kept. */
export const storeNamedBy = ({ eventStoreUrl }: Pick<Config, 'eventStoreUrl'>): LogIdentity['store'] =>
  eventStoreUrl === undefined ? 'PostgreSQL' : 'KurrentDB';

/**
 * The event store that the configuration names: KurrentDB, or else the database itself. `held` is the clock where time is
 * held.
 *
 * @throws {EventStoreUnreachable}
 */
export async function openEventStore(
  { eventStoreUrl }: Pick<Config, 'eventStoreUrl'>,
  database: EventDatabase,
  { held = null, meter = noMeter }: { held?: Clock | null; meter?: Meter } = {},
): Promise<EventStore> {
  const clock = held ? { clock: held } : {};
  if (eventStoreUrl === undefined) return new PostgresEventStore(database, { meter, ...clock });
  const moments = new PostgresMoments(database.pool('moments', { max: 1, mayBeLost: true }));
  return openKurrentDb(eventStoreUrl, { ...clock, moments });
}
