import type { Instant } from '#event-sourcing';
import type { RungTime } from './duty-rules.js';
import { addDays, londonDay, minutesAfter } from './london.js';
import type { SchoolCalendar } from './school-calendar.js';

/** When people of a school begin their day, where it has set no times. */
const morning = '09:00';

/**
 * When a rung is due. Minutes count from the moments of its duty; school days from the day on which it is due, and begin
 * with the school's morning. A calendar that doesn't reach so far is no reason to tell nobody: then every day counts.
 */
export function rungAt(
  time: RungTime,
  moments: Readonly<Record<'raised' | 'expected-arrival' | 'due', Instant>>,
  calendar: SchoolCalendar,
): Instant {
  if ('after' in time) return minutesAfter(moments[time.after], time.minutes);
  const dueOn = londonDay(moments.due);
  const on = calendar.addSchoolDays(dueOn, time.schoolDaysAfterDue) ?? addDays(dueOn, time.schoolDaysAfterDue);
  return calendar.sessionTimes(on, 'am')?.startAt ?? calendar.instant(on, morning);
}
