import { Injectable } from '@nestjs/common';
import { sessionKey } from '#domain';
import type { SchoolRow, SessionRow } from '#read-models';
import { GatherSiteDay, type DayAtSite } from '../attendance/site-day.js';
import { calendarOf, type PlannedSession } from '../attendance/planned.js';
import { fullName } from '../pupils/pupil-words.js';
import { Times } from '../shell/as-at.js';
import { byKey } from '../shell/lists.js';
import { clockTime, dayOf } from '../shell/words.js';
import type { Touched } from './closures.page.js';

/** Whom of a school the closure of a site would touch today, and how. */
@Injectable()
export class TouchedToday {
  constructor(
    private readonly days: GatherSiteDay,
    private readonly times: Times,
  ) {}

  /** The school's own pupils, by name; nothing is told of those of other schools. */
  async of(school: SchoolRow, siteId: string): Promise<Touched[]> {
    const now = this.times.now();
    const day = await this.days.gather(siteId, dayOf(now), now, school.schoolId);
    return day ? touchedBy(day, school) : [];
  }
}

/** What becomes of each session of a day that is still open if the site is closed now: as the rules of the clock say. */
export function touchedBy({ plans, rows, pupils, now, on }: DayAtSite, school: SchoolRow): Touched[] {
  const rowOf = byKey(rows, (row) => sessionKey({ data: row }));
  return plans
    .filter(({ closed }) => closed === null)
    .map((plan) => {
      const { session, subjectId } = plan.about;
      const endAt = calendarOf(school).sessionTimes(on, session)?.endAt;
      return {
        name: fullName(pupils.get(subjectId)),
        session,
        becomes: becomes(plan, rowOf.get(plan.key), { now, isOver: endAt !== undefined && endAt <= now }),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || (a.session < b.session ? -1 : 1));
}

function becomes(
  { arriveAt }: PlannedSession,
  row: SessionRow | undefined,
  at: { now: string; isOver: boolean },
): string {
  if (row?.notAccountedFor) return 'is looked for already, and that goes on.';
  if (row?.answeredAt !== undefined) return 'is marked already, and that stays as it is.';
  if (row?.accountedAt !== undefined) return 'is accounted for already, and that stays as it is.';
  if (at.isOver) return 'was expected in a session that is over: what was owed stays owed.';
  return arriveAt <= at.now ? 'is looked for at once.' : `is looked for from ${clockTime(arriveAt)} on.`;
}
