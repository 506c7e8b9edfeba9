import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '#event-sourcing';
import { letters } from '#read-models';
import type { World } from './world.js';

/** Something is still going on after as long as anything may take. */
export class NotQuiet extends Error {
  constructor(at: Instant, reason: string) {
    super(`At ${at}, after ${quietWithinMs / 1_000} seconds, ${reason}.`);
    this.name = 'NotQuiet';
  }
}

const quietWithinMs = 60_000;
const lookEveryMs = 15;
const tickAgainAfterMs = 200;

/** What is going on still; `overdue` when no job is under way that would see to it. */
type Unrest = { readonly what: string; readonly overdue?: true };

/**
 * Waits until everything that follows from the present moment has happened: told by state, never by waiting long enough.
 * What is due without a job that would see to it gets another tick, as it would a minute later.
 */
export async function untilQuiet(world: World): Promise<void> {
  const giveUpAt = performance.now() + quietWithinMs;
  let tickedAt = 0;
  for (;;) {
    const unrest = await unrestOf(world);
    if (unrest === null) return;
    if (performance.now() > giveUpAt) throw new NotQuiet(world.now(), unrest.what);
    if (unrest.overdue && performance.now() - tickedAt > tickAgainAfterMs) {
      await world.tick();
      tickedAt = performance.now();
    }
    await pause(lookEveryMs);
  }
}

/** What is going on, or null. Jobs are looked at first: what they have done shows in what is looked at after them. */
async function unrestOf(world: World): Promise<Unrest | null> {
  const { installation, jobs } = world;
  const { store, progress, rows, parked } = installation;
  const head = await store.head();
  const { waiting, active } = await jobs.counts();
  if (waiting + active > 0) return { what: `${waiting} jobs wait and ${active} are being done` };

  const behind = (await progress.lag()).filter(({ position }) => position < head);
  if (behind.length > 0) return { what: `${behind.map(({ name }) => name).join(', ')} have not heard everything` };
  const [entry] = await parked.list();
  if (entry) throw new Error(`${entry.reactor} could not handle an event about ${entry.instance}: ${entry.fault}.`);

  const at = world.now();
  const wakeAt = await firstWake(world, at);
  if (wakeAt !== null) return { what: `something is due since ${wakeAt}`, overdue: true };
  const unsettled = (await rows.find(letters, {})).filter(
    ({ state, againAt }) => ['composed', 'handing-over', 'to-go-again'].includes(state) && (againAt ?? at) <= at,
  );
  if (unsettled.length > 0) return { what: `${unsettled.length} letters are not handed over`, overdue: true };
  return (await store.head()) === head ? null : { what: 'events are being added' };
}

/** The moment that the clock has to see next, at or before a limit; null when there is none. */
export async function firstWake(
  { installation }: Pick<World, 'installation'>,
  until: Instant,
): Promise<Instant | null> {
  const { rows } = await installation.database
    .pool('simulation')
    .query<{ at: Date | null }>(
      'SELECT min(least(wake_at, matter_at)) AS at FROM clock.wake WHERE least(wake_at, matter_at) <= $1',
      [until],
    );
  return rows[0]?.at?.toISOString() ?? null;
}
