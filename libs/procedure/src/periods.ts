import { session } from '#domain';
import type { Day } from '#event-sourcing';
import type { WatchFacts } from './facts.js';
import { plannedSession, type NotPlanned } from './planned-session.js';
import type { SchoolCalendar } from './school-calendar.js';

/** Some school weeks by whose end something has to have been done once. Weeks in which nobody is expected there don't count. */
export type Period = {
  /** The Monday of its first week. */
  readonly from: Day;
  /** The first day on which the pupil is expected there. */
  readonly beginsOn: Day;
  /** The last day on which the school meets in its last week. */
  readonly dueOn: Day;
};

/** A school week in which the pupil is expected at the provider at least once. */
export type PlannedWeek = { readonly monday: Day; readonly first: Day; readonly last: Day };

type Begun = Period & { readonly weeks: number };

/** So many weeks from today on are looked at: more than any period has, so that the one that holds today is seen whole. */
const weeksAhead = 10;

/** The school weeks of a placement in which a session is planned, in order, and those to come as far as they matter today. */
export function plannedWeeks(watch: WatchFacts, calendar: SchoolCalendar, today: Day): readonly PlannedWeek[] {
  const weeks: PlannedWeek[] = [];
  let ahead = 0;
  for (const { monday, days } of calendar.schoolWeeks) {
    const last = days.at(-1) ?? monday;
    if (last < watch.from) continue;
    if (ahead >= weeksAhead || (watch.until !== undefined && monday > watch.until)) break;
    const first = days.find((on) => isPlanned(watch, calendar, on));
    if (first === undefined) continue;
    weeks.push({ monday, first, last });
    if (monday > today) ahead += 1;
  }
  return weeks;
}

/**
 * The periods that have begun, in order, and the one that begins next. Each takes so many of the weeks as hold in the last of
 * them, so that what is agreed to be done more often is at once. One that the placement ended before is none.
 */
export function periodsOf(
  weeks: readonly PlannedWeek[],
  everyWeeks: (monday: Day) => number | null,
  { until }: Pick<WatchFacts, 'until'>,
  today: Day,
): readonly Period[] {
  const periods: Period[] = [];
  let begun: Begun | null = null;
  for (const { monday, first, last } of weeks) {
    const every = everyWeeks(monday);
    if (every === null) {
      begun = null;
      continue;
    }
    const before: Begun = begun ?? { from: monday, beginsOn: first, dueOn: last, weeks: 0 };
    begun = { ...before, dueOn: last, weeks: before.weeks + 1 };
    if (begun.weeks < every) continue;
    periods.push(begun);
    if (begun.from > today) return periods;
    begun = null;
  }
  // No later term is set: it is due by the last day that is known, until one is.
  if (begun && until === undefined) periods.push(begun);
  return periods;
}

/** Why nothing is owed of a week in which it was. */
export function notOwedBecause(watch: WatchFacts, calendar: SchoolCalendar, monday: Day, sunday: Day): NotPlanned {
  if (watch.until !== undefined && watch.until < sunday) return 'placement-ended';
  const days = [...calendar.schoolDays(monday, sunday)];
  if (days.length === 0) return 'school-closed';
  const isSuspended = days.some((on) =>
    session.options.some((half) => plannedSession(watch, calendar, on, half) === 'placement-suspended'),
  );
  return isSuspended ? 'placement-suspended' : 'week-changed';
}

const isPlanned = (watch: WatchFacts, calendar: SchoolCalendar, on: Day): boolean =>
  session.options.some((half) => typeof plannedSession(watch, calendar, on, half) !== 'string');
