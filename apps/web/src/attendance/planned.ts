import { isSuspendedOn, sessionKey, type PupilSession } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import { SchoolCalendar, weekdayOf } from '#procedure';
import { closureOf, type PlacementRow, type SchoolRow, type SiteRow } from '#read-models';

/** A session that a placement's week and its school's calendar plan, whether or not anything has happened in it. */
export type PlannedSession = {
  readonly key: string;
  readonly about: PupilSession;
  /** When the pupil is due at the site. */
  readonly arriveAt: Instant;
  /** When the session begins: nobody is present before that. */
  readonly beginsAt: Instant;
  /** Why nobody is there, when the site is closed. */
  readonly closed: string | null;
};

/** The sessions that a placement plans for a day: none before it starts, while it is suspended, after it ends, or while the school doesn't meet. */
export function plannedSessions(
  placement: PlacementRow,
  on: Day,
  calendar: SchoolCalendar,
  site: Pick<SiteRow, 'closures' | 'givenUp'> | undefined,
): PlannedSession[] {
  const { placementId, subjectId, schoolId, siteId, startedOn, endedOn, weeks, suspensions } = placement;
  if (startedOn === undefined || on < startedOn || (endedOn !== undefined && on > endedOn)) return [];
  if (isSuspendedOn(suspensions, on) || !calendar.isSchoolDay(on)) return [];
  const week = weeks.filter(({ from }) => from <= on).at(-1);
  const weekday = weekdayOf(on);
  return (week?.slots ?? [])
    .filter((slot) => slot.weekday === weekday)
    .map(({ session, arriveAt }) => {
      const about = { placementId, subjectId, schoolId, siteId, on, session };
      const dueAt = calendar.instant(on, arriveAt);
      const startAt = calendar.sessionTimes(on, session)?.startAt ?? dueAt;
      return {
        key: sessionKey({ data: about }),
        about,
        arriveAt: dueAt,
        beginsAt: startAt < dueAt ? startAt : dueAt,
        closed: site ? (closureOf(site, on, session)?.because ?? null) : null,
      };
    });
}

/** A school's calendar, made once for as long as its row stays the same. */
const calendars = new WeakMap<SchoolRow, SchoolCalendar>();

export function calendarOf(school: SchoolRow): SchoolCalendar {
  const calendar = calendars.get(school) ?? new SchoolCalendar(school);
  calendars.set(school, calendar);
  return calendar;
}
