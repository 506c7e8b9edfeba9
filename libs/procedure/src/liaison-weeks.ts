import type { Day } from '#event-sourcing';
import { addDays, mondayOf } from './london.js';
import type { SchoolCalendar } from './school-calendar.js';

/** A school week in which the pupil is expected at the provider at least once, so that school and provider speak about them. */
export type LiaisonWeek = {
  readonly monday: Day;
  /** The last day of it on which the school meets: by its end they have spoken. */
  readonly dueOn: Day;
  /** The first day of the week on which they spoke, no later than that. */
  readonly spokenOn: Day | null;
  /** Overdue once that day is over and nobody had spoken by then. */
  readonly state: 'done' | 'owed' | 'overdue';
};

/**
 * The school weeks from one day to another in which a session was planned, each with whether school and provider spoke.
 * It is owed also where the pupil stayed away or the provider was closed, and not in a week of holidays.
 */
// Procedure: S16.7
export function liaisonWeeks(
  isPlanned: (on: Day) => boolean,
  spoken: readonly Day[],
  calendar: SchoolCalendar,
  { from, today }: { readonly from: Day; readonly today: Day },
): readonly LiaisonWeek[] {
  const byMonday = new Map<Day, { last: Day; planned: boolean }>();
  for (const on of calendar.schoolDays(from, addDays(mondayOf(today), 6))) {
    const monday = mondayOf(on);
    const planned = (byMonday.get(monday)?.planned ?? false) || isPlanned(on);
    byMonday.set(monday, { last: on, planned });
  }
  return [...byMonday].flatMap(([monday, { last, planned }]) => {
    if (!planned) return [];
    const spokenOn = spoken.filter((on) => on <= last && mondayOf(on) === monday).toSorted()[0] ?? null;
    const state = spokenOn !== null ? 'done' : last < today ? 'overdue' : 'owed';
    return [{ monday, dueOn: last, spokenOn, state } as const];
  });
}
