import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Id, Position } from '#event-sourcing';
import { PeopleById, PlacementsOfPupil, PupilById, SchoolById, SitesById, WeekplanOf } from '#read-models';
import { ofSchoolOrNotFound, orNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import type { WeekFacts } from './week-words.js';

/** Asks the read models for everything that a pupil's whole week follows from. */
@Injectable()
export class GatherWeek {
  constructor(private readonly queries: QueryBus) {}

  /** @throws {NotFoundException} when the school has no such pupil, or had none at the position. */
  async gather(schoolId: Id, subjectId: Id, asAt?: Position) {
    const pupil = ofSchoolOrNotFound(await this.queries.execute(new PupilById({ subjectId }, asAt)), { schoolId });
    const school = orNotFound(await this.queries.execute(new SchoolById({ schoolId }, asAt)));
    return { pupil, school, ...(await this.of(subjectId, asAt)) };
  }

  /** The same for a page that has the pupil already. */
  async of(subjectId: Id, asAt?: Position): Promise<Omit<WeekFacts, 'school'>> {
    const [placements, weekplan] = await Promise.all([
      this.queries.execute(new PlacementsOfPupil({ subjectId }, asAt)),
      this.queries.execute(new WeekplanOf({ subjectId }, asAt)),
    ]);
    const siteIds = [...new Set(placements.map(({ siteId }) => siteId))];
    const sites = await this.queries.execute(new SitesById({ siteIds }, asAt));
    return { placements, weekplan, sites: byKey(sites, ({ siteId }) => siteId) };
  }

  /** Who entered plans. Names are looked up now, also for a page of the past. */
  async people(personIds: readonly Id[]) {
    return byKey(await this.queries.execute(new PeopleById({ personIds })), ({ personId }) => personId);
  }
}
