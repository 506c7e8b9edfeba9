import type { Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { PlacementFacts, SuspensionFacts } from './facts.js';
import { weekdayOf } from './london.js';
import type { SchoolCalendar } from './school-calendar.js';

/** A session at which the pupil is expected at the provider. */
export type PlannedSession = {
  readonly arriveAt: Instant;
  /** When the home school's session ends; when the pupil leaves, where the school has set no times. */
  readonly endAt: Instant;
};

/** Why a session is not planned: what a raised duty is then withdrawn for. */
export type NotPlanned = 'placement-ended' | 'placement-suspended' | 'school-closed' | 'week-changed';

/** Whether a pupil is expected at the provider in a session of their school. Whether the provider is open is another question. */
export function plannedSession(
  facts: Pick<PlacementFacts, 'from' | 'since' | 'until' | 'weeks' | 'suspensions'>,
  calendar: SchoolCalendar,
  on: Day,
  session: Session,
): PlannedSession | NotPlanned {
  if (facts.until !== undefined && on > facts.until) return 'placement-ended';
  if (!calendar.isSchoolDay(on)) return 'school-closed';
  if (on < facts.from) return 'week-changed';
  const times = calendar.sessionTimes(on, session);
  const weekday = weekdayOf(on);
  for (let index = facts.weeks.length - 1; index >= 0; index -= 1) {
    const week = facts.weeks[index];
    if (!week || week.from > on) continue;
    const slot = week.slots.find((each) => each.weekday === weekday && each.session === session);
    const endAt = times?.endAt ?? calendar.instant(on, slot?.leaveAt ?? '23:59');
    if (week.since !== undefined && endAt <= week.since) continue; // We were told when the session was over.
    if (slot && facts.suspensions?.some((each) => isSuspended(each, on, endAt))) return 'placement-suspended';
    if (!slot || (facts.since !== undefined && endAt <= facts.since)) return 'week-changed';
    return { arriveAt: calendar.instant(on, slot.arriveAt), endAt };
  }
  return 'week-changed';
}

/** Whether a suspension takes a session away: it was told before that was over, and its end was not. */
function isSuspended({ from, since, until, resumedAt }: SuspensionFacts, on: Day, endAt: Instant): boolean {
  if (on < from || endAt <= since) return false;
  return until === undefined || on < until || (resumedAt !== undefined && endAt <= resumedAt);
}
