import type { Clock } from '#event-sourcing';
import type { KurrentDbEventStore } from './kurrentdb-event-store.js';
import type { MomentRows } from './moments.js';

export type KurrentDbOptions = {
  /** Where moments are kept, for `positionAt`. */
  readonly moments: MomentRows;
  /** Says when events are recorded; the machine's own unless told. */
  readonly clock?: Clock;
  /** For how long what got no answer is asked again before it fails; 15 s unless told. */
  readonly asksAgainForMs?: number;
  /** How long one answer may take; 10 s unless told. */
  readonly answersWithinMs?: number;
};

/**
 * Opens the log in KurrentDB. The client, with its native part, is only loaded by those who ask for it.
 *
 * @throws {EventStoreUnreachable}
 */
export async function openKurrentDb(url: string, options: KurrentDbOptions): Promise<KurrentDbEventStore> {
  const { KurrentDbEventStore } = await import('./kurrentdb-event-store.js');
  return KurrentDbEventStore.open(url, options);
}
