import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Clock, instant, type Instant } from '#event-sourcing';

/** What a clock file says: time stands still at an instant, or runs from one since a moment of the machine's clock. */
export const heldTime = z.union([
  z.strictObject({ held: instant }),
  z.strictObject({ runningFrom: instant, since: z.int() }),
]);
export type HeldTime = z.output<typeof heldTime>;

/**
 * A clock that several processes read from one file, so that whoever writes the file holds the time of all of them. It is
 * for simulations and demonstrations, and refused in production.
 */
export class FileClock extends Clock {
  private last: HeldTime;

  /** @throws when the file is missing or says nothing that can be understood. */
  constructor(private readonly file: string) {
    super();
    this.last = read(file);
  }

  now(): Instant {
    try {
      this.last = read(this.file);
    } catch {
      // Somebody is writing it in a way of their own, or has taken it away: time goes on as it was last known.
    }
    if ('held' in this.last) return this.last.held;
    return new Date(Date.parse(this.last.runningFrom) + Date.now() - this.last.since).toISOString();
  }
}

/** Sets the time of everybody who reads the file. They see the time before or the time after, never half a file. */
export function setFileClock(file: string, time: HeldTime): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(heldTime.parse(time)));
  renameSync(draft, file);
}

const read = (file: string): HeldTime => heldTime.parse(JSON.parse(readFileSync(file, 'utf8')));
