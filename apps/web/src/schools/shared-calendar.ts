import type { SchoolCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import { schoolYearOf } from '../set-up/year.js';

type Calendar = Pick<SchoolRow, 'sessionTimes' | 'terms' | 'daysOff'>;

/** The calendar of one school as another's: the times that hold, and the terms and days off of this school year and later. */
export function sharedCalendar(schoolId: Id, { sessionTimes, terms, daysOff }: Calendar, today: Day): SchoolCommand[] {
  const since: Day = `${schoolYearOf(today)}-09-01`;
  const holds = sessionTimes.findLast(({ from }) => from <= today)?.from ?? since;
  return [
    ...sessionTimes
      .filter(({ from }) => from >= holds)
      .map((times): SchoolCommand => ({ type: 'SetSessionTimes', data: { schoolId, ...times } })),
    ...terms
      .filter(({ to }) => to >= since)
      .map((term): SchoolCommand => ({ type: 'SetTerm', data: { schoolId, ...term } })),
    ...daysOff
      .filter(({ on }) => on >= since)
      .map((off): SchoolCommand => ({ type: 'SetDayOff', data: { schoolId, ...off } })),
  ];
}
