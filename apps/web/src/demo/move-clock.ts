import { readFile } from 'node:fs/promises';
import type { Instant } from '#event-sourcing';
import { heldTime, setFileClock } from '#installation';

/** Moves the clock of a simulation on: one that stands still stands still there, one that runs goes on from there. */
export async function moveClock(file: string, to: Instant): Promise<void> {
  const before = heldTime.parse(JSON.parse(await readFile(file, 'utf8')));
  setFileClock(file, 'held' in before ? { held: to } : { runningFrom: to, since: Date.now() });
}
