import { isAttendance, registerCodes, type RegisterCode, type Session } from '#domain';
import type { Day } from '#event-sourcing';
import type { SchoolCalendar } from './school-calendar.js';

/** So many school days a school has to find out why a pupil was away. Source: regulation 10(7) to (9) of the Regulations of 2024. */
export const explainedWithinDays = 5;

/**
 * The last day on which the register may still say that a reason is not established; null where the school's calendar doesn't
 * reach that far. Counted in the school's own school days, as the regulation has it, from the day after the session.
 */
// Procedure: S8.23
export const explainBy = (on: Day, calendar: SchoolCalendar): Day | null =>
  calendar.addSchoolDays(on, explainedWithinDays);

/** Whether that day is over. Nothing happens by itself then: it is proposed to a person. */
export function isExplanationOverdue(on: Day, calendar: SchoolCalendar, today: Day): boolean {
  const by = explainBy(on, calendar);
  return by !== null && by < today;
}

/** Days after which a school tells its local authority. Known from others' accounts of the regulations. */
export const unauthorisedDaysMax = 10;
export const sickDaysMax = 15;

type MarkedSession = { readonly on: Day; readonly session: Session; readonly code: RegisterCode };

/** School days in a row, up to the last one that is marked, on which all that is marked is absence without leave. */
export function unauthorisedInARow(marks: readonly MarkedSession[], calendar: SchoolCalendar): number {
  let days = 0;
  for (const codes of byDay(marks, calendar).toReversed()) {
    const counted = codes.filter((each) => registerCodes[each].class !== 'not-possible');
    if (counted.length === 0) continue;
    if (!counted.every((each) => registerCodes[each].class === 'unauthorised')) break;
    days += 1;
  }
  return days;
}

/** School days of ill health, in a row or not: each on which any session is marked so, and none as attended. */
export const sickDays = (marks: readonly MarkedSession[], calendar: SchoolCalendar): number =>
  byDay(marks, calendar).filter((codes) => codes.includes('I') && !codes.some(isAttendance)).length;

function byDay(marks: readonly MarkedSession[], calendar: SchoolCalendar): RegisterCode[][] {
  const days = new Map<Day, RegisterCode[]>();
  for (const { on, code } of marks.toSorted((a, b) => (a.on < b.on ? -1 : 1))) {
    if (calendar.isSchoolDay(on)) days.set(on, [...(days.get(on) ?? []), code]);
  }
  return [...days.values()];
}
