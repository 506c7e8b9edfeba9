import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { goesOnOn, sessionKey, type Session } from '#domain';
import { erased, type Day, type Id, type Instant } from '#event-sourcing';
import {
  ActivitiesOf,
  MarksOfDay,
  PlacementsOf,
  PupilsById,
  SitesById,
  WeekplanOf,
  WhereIsEveryPupil,
  type PlacementRow,
  type SchoolRow,
} from '#read-models';
import { GatherAssurance } from '../assurance/gather.js';
import { orNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { GatherStops } from '../stops/gather.js';
import { registerEntries, type RegisterEntry, type RegisterFacts } from './entries.js';

/** Asks the read models for everything that a day of the register of pupils elsewhere follows from. */
@Injectable()
export class GatherRegister {
  constructor(
    private readonly queries: QueryBus,
    private readonly stops: GatherStops,
    private readonly assurance: GatherAssurance,
  ) {}

  async gather(school: SchoolRow, on: Day, now: Instant): Promise<RegisterFacts> {
    const { schoolId } = school;
    const [all, rows, marks, activities, stops] = await Promise.all([
      this.queries.execute(new PlacementsOf({ schoolId })),
      this.queries.execute(new WhereIsEveryPupil({ schoolId, on })),
      this.queries.execute(new MarksOfDay({ schoolId, on })),
      this.queries.execute(new ActivitiesOf({ schoolId })),
      this.stops.touching(schoolId, on),
    ]);
    const placements = all.filter((each) => each.startedOn !== undefined && goesOnOn(each, on));
    const subjectIds = [...new Set(placements.map(({ subjectId }) => subjectId))];
    const siteIds = [...new Set(placements.map(({ siteId }) => siteId))];
    const [pupils, sites, weekplans, unassured] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds })),
      this.queries.execute(new SitesById({ siteIds })),
      Promise.all(subjectIds.map((subjectId) => this.queries.execute(new WeekplanOf({ subjectId })))),
      this.unassured(schoolId, siteIds, on),
    ]);
    return {
      school,
      on,
      now,
      placements,
      rows: byKey(rows, (data) => sessionKey({ data })),
      marks: byKey(marks, (data) => sessionKey({ data })),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
      weekplans: byKey(
        weekplans.filter((each) => each !== null),
        ({ subjectId }) => subjectId,
      ),
      natures: new Map(
        activities.flatMap(({ placementId, nature }) => (nature === erased ? [] : [[placementId, nature] as const])),
      ),
      stopped: new Set(stops.flatMap((each) => each.placements.map(({ placementId }: PlacementRow) => placementId))),
      unassured,
    };
  }

  /** One session of the register. @throws {NotFoundException} where the pupil is not expected elsewhere in it. */
  async one(school: SchoolRow, placementId: Id, on: Day, session: Session, now: Instant) {
    const facts = await this.gather(school, on, now);
    const entry = registerEntries(facts).find(
      ({ about }) => about.placementId === placementId && about.session === session,
    );
    return { facts, entry: orNotFound<RegisterEntry>(entry) };
  }

  /** The sites whose written assurance counted once, and on this day no longer does: somebody has come, or it is too old. */
  private async unassured(schoolId: Id, siteIds: readonly Id[], on: Day): Promise<ReadonlySet<Id>> {
    const found = await Promise.all(
      siteIds.map(async (siteId) => {
        const state = (await this.assurance.gather(schoolId, siteId, on))?.standing.state;
        return state === 'lapsed' || state === 'reopened' ? [siteId] : [];
      }),
    );
    return new Set(found.flat());
  }
}
