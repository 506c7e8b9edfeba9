import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { sessionKey } from '#domain';
import type { Day, Id, Instant } from '#event-sourcing';
import {
  PlacementsAtSite,
  PupilsById,
  SchoolsById,
  SessionsOfSite,
  SiteById,
  type PupilRow,
  type SchoolRow,
  type SessionRow,
  type SiteRow,
} from '#read-models';
import type { Markable } from './marks.js';
import { calendarOf, plannedSessions, type PlannedSession } from './planned.js';
import { yearWords } from '../pupils/pupil-words.js';
import { byKey } from '../shell/lists.js';
import { answerOf } from '../today/standing.js';

/** A site's day: who is planned there, of which schools, and what has been said. */
export type DayAtSite = {
  readonly site: SiteRow;
  readonly on: Day;
  readonly now: Instant;
  readonly plans: readonly PlannedSession[];
  readonly rows: readonly SessionRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly schools: readonly SchoolRow[];
};

/** Asks for a site's day, of all schools or of one. */
@Injectable()
export class GatherSiteDay {
  constructor(private readonly queries: QueryBus) {}

  async gather(siteId: Id, on: Day, now: Instant, onlySchool?: Id): Promise<DayAtSite | null> {
    const site = await this.queries.execute(new SiteById({ siteId }));
    if (!site) return null;
    const [placements, rows] = await Promise.all([
      this.queries.execute(new PlacementsAtSite({ siteId })),
      this.queries.execute(new SessionsOfSite({ siteId, on })),
    ]);
    const ours = placements.filter(({ schoolId }) => onlySchool === undefined || schoolId === onlySchool);
    const schools = await this.queries.execute(
      new SchoolsById({ schoolIds: [...new Set(ours.map(({ schoolId }) => schoolId))] }),
    );
    const schoolOf = byKey(schools, ({ schoolId }) => schoolId);
    const plans = ours.flatMap((placement) => {
      const school = schoolOf.get(placement.schoolId);
      return school ? plannedSessions(placement, on, calendarOf(school), site) : [];
    });
    const subjectIds = [...new Set(plans.map(({ about }) => about.subjectId))];
    const pupils = await this.queries.execute(new PupilsById({ subjectIds }));
    // On a day without a pupil, whoever opens the page may still have to reach a school.
    const concerned = new Set((plans.length > 0 ? plans.map(({ about }) => about) : ours).map((each) => each.schoolId));
    return {
      site,
      on,
      now,
      plans,
      rows,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      schools: schools.filter(({ schoolId }) => concerned.has(schoolId)),
    };
  }
}

/** The sessions of a day for which a mark can be given, by pupil; a closed site is asked for none. */
export function markablesOf(day: DayAtSite, nameOf: (pupil: PupilRow | undefined) => string): Markable[] {
  const rows = byKey(day.rows, (row) => sessionKey({ data: row }));
  return day.plans
    .filter(({ closed }) => closed === null)
    .map(({ key, about, beginsAt }) => {
      const row = rows.get(key);
      const pupil = day.pupils.get(about.subjectId);
      return { about, beginsAt, name: nameOf(pupil), year: yearWords(pupil), known: row ? answerOf(row) : null };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
