import type { Day } from '#event-sourcing';
import { addDays, weekdayOf } from './london.js';
import type { SchoolCalendar } from './school-calendar.js';

/** A week in which somebody looks at how a pupil's return to the own school goes. */
export type ReturnWeek = {
  /** The first and the last day of it on which the school meets. */
  readonly from: Day;
  readonly to: Day;
  /** The day of the first look in it. */
  readonly checkedOn: Day | null;
  /** Overdue once its last school day is over and nobody has looked; a later look does not undo that. */
  readonly state: 'done' | 'owed' | 'overdue' | 'ahead';
};

/** For so many weeks it is looked at each week. */
const weeksMax = 4;

/**
 * The weeks of a return: the four weeks from the first day back in which the school meets. A week of holidays is none of
 * them. Where the school has entered no later terms, there are fewer.
 */
// Procedure: S11.2
export function returnWeeks(
  backOn: Day,
  checks: readonly Day[],
  calendar: SchoolCalendar,
  today: Day,
): readonly ReturnWeek[] {
  const last = calendar.lastSchoolDay() ?? backOn;
  const byMonday = new Map<Day, Day[]>();
  for (const on of calendar.schoolDays(backOn, last)) {
    const monday = addDays(on, 1 - weekdayOf(on));
    if (!byMonday.has(monday) && byMonday.size === weeksMax) break;
    byMonday.set(monday, [...(byMonday.get(monday) ?? []), on]);
  }
  return [...byMonday].map(([monday, days]) => {
    const [from, to] = [days[0] ?? monday, days.at(-1) ?? monday];
    const checkedOn = checks.filter((on) => on >= from && on <= addDays(monday, 6)).toSorted()[0] ?? null;
    const state = checkedOn !== null ? 'done' : to < today ? 'overdue' : from <= today ? 'owed' : 'ahead';
    return { from, to, checkedOn, state };
  });
}

/** What a return needs now: a look this week, or one that is overdue since when nobody has looked. */
export function returnNeeds(weeks: readonly ReturnWeek[], checks: readonly Day[]): 'owed' | 'overdue' | null {
  const last = checks.toSorted().at(-1);
  if (weeks.some(({ state, to }) => state === 'overdue' && (last === undefined || last < to))) return 'overdue';
  return weeks.some(({ state }) => state === 'owed') ? 'owed' : null;
}
