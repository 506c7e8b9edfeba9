import type { Config } from '#config';
import type { EventStore } from '#event-sourcing';
import { EventStoreUnreachable, MemoryMoments, openKurrentDb, PostgresEventStore } from '#event-stores';
import { assertFollowedStore, storeNamedBy } from '#installation';
import type { Client } from 'pg';
import { broken, ok, type Finding } from './finding.js';

const name = 'event store';
const withinMs = 5_000;

/**
 * The event store that is configured, and whether it is the one that this database follows. Where it does not answer there
 * is no store to look further into. @throws {OtherLog}
 */
export async function checkEventStore(
  config: Config,
  service: Client,
): Promise<{ findings: readonly Finding[]; store: EventStore | null }> {
  const { eventStoreUrl } = config;
  await assertFollowedStore(service, storeNamedBy(config));
  if (eventStoreUrl === undefined) {
    const store = new PostgresEventStore({ pool: () => service, listen: async () => async () => undefined });
    return { findings: [ok(name, 'Events are kept in the database.')], store };
  }
  const options = { moments: new MemoryMoments(), asksAgainForMs: withinMs, answersWithinMs: withinMs };
  try {
    const store = await openKurrentDb(eventStoreUrl, options);
    const head = await store.head();
    return { findings: [ok(name, `KurrentDB answers; its log goes to position ${head}.`)], store };
  } catch (error) {
    if (!(error instanceof EventStoreUnreachable)) throw error;
    const found = 'KurrentDB does not answer. Nothing can be entered, and pages show what was true before.';
    return { findings: [broken(name, found, 'Start it, or correct EVENT_STORE_URL.')], store: null };
  }
}
