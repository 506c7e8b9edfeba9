import { z } from 'zod';

/** A civil day, like 2026-11-23. It belongs to a school's calendar and has no time zone. */
export const day = z.iso.date();
export type Day = z.output<typeof day>;

/** A moment in UTC with milliseconds, like 2026-11-23T09:05:00.000Z: so written, moments sort as text. */
export const instant = z.iso.datetime({ precision: 3 });
export type Instant = z.output<typeof instant>;

/** A time of the clock on a school's wall, like 08:50. */
export const timeOfDay = z.iso.time({ precision: -1 });
export type TimeOfDay = z.output<typeof timeOfDay>;

/** The one place where the present comes from. Rules never read it: they are told the time. */
export abstract class Clock {
  abstract now(): Instant;
}

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Instant {
    return new Date().toISOString();
  }
}

/** A clock that stands still until it is moved. */
export class HeldClock extends Clock {
  constructor(private at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }

  moveTo(at: Instant): void {
    this.at = at;
  }
}
