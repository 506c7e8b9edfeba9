import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { orElse, type Day, type Id } from '#event-sourcing';
import {
  FollowUpsOf,
  MattersOf,
  IncidentsOf,
  OpenFollowUpsOf,
  OversightOf,
  OversightOfSchool,
  PeopleById,
  PlacementById,
  PlacementsOf,
  ProviderById,
  PupilById,
  PupilsById,
  SessionsOfPlacement,
  SiteById,
  SitesById,
  type FollowUpRow,
  type MatterRow,
  type IncidentRow,
  type OversightRow,
  type PlacementRow,
  type PupilRow,
  type SchoolRow,
  type SessionRow,
  type SiteRow,
} from '#read-models';
import { staffChoices } from '../people/staff-choices.js';
import type { NamesOf } from '../placements/timeline-words.js';
import type { Choice } from '../shell/fields.js';
import { ofSchoolOrNotFound, orNotFound } from '../shell/found.js';
import { byKey, grouped } from '../shell/lists.js';

/** A placement with what was done to keep an eye on it. */
export type PlacementOversight = {
  readonly school: SchoolRow;
  readonly placement: PlacementRow;
  readonly pupil: PupilRow | null;
  readonly site: SiteRow;
  /** The latest first. */
  readonly records: readonly OversightRow[];
  readonly followUps: readonly FollowUpRow[];
  /** What the provider told of that happened there, the latest first. */
  readonly incidents: readonly IncidentRow[];
  /** Who of the school can be named. */
  readonly staff: readonly Choice[];
  readonly nameOf: NamesOf;
};

/** All placements of a school that run, with what was done to keep an eye on them. */
export type SchoolOversight = {
  readonly school: SchoolRow;
  readonly placements: readonly PlacementRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  /** By placement, the latest first; of placements that have ended, too. */
  readonly records: ReadonlyMap<Id, readonly OversightRow[]>;
  readonly open: readonly FollowUpRow[];
  /** What is owed of each placement as a whole, or was. */
  readonly owed: ReadonlyMap<Id, readonly MatterRow[]>;
  readonly nameOf: NamesOf;
};

/** A site with the pupils of a school there, to be spoken about in one call. */
export type CallWithSite = {
  readonly school: SchoolRow;
  readonly site: SiteRow;
  readonly provider: string;
  readonly placements: readonly (PlacementRow & { readonly pupil: PupilRow | undefined })[];
  readonly records: readonly OversightRow[];
  readonly sessions: ReadonlyMap<Id, readonly SessionRow[]>;
  readonly staff: readonly Choice[];
};

/** Asks for what a school does to keep an eye on its placements. */
@Injectable()
export class GatherOversight {
  constructor(private readonly queries: QueryBus) {}

  /** @throws {NotFoundException} when the school has no such placement. */
  async placement(school: SchoolRow, placementId: Id, today: Day): Promise<PlacementOversight> {
    const placement = ofSchoolOrNotFound(await this.queries.execute(new PlacementById({ placementId })), school);
    const { subjectId, siteId } = placement;
    const [pupil, site, records, followUps, incidents, staff] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId })),
      this.queries.execute(new SiteById({ siteId })),
      this.queries.execute(new OversightOf({ placementId })),
      this.queries.execute(new FollowUpsOf({ placementId })),
      this.queries.execute(new IncidentsOf({ placementId })),
      staffChoices(this.queries, school, today),
    ]);
    const nameOf = await this.names(records, followUps);
    return { school, placement, pupil, site: orNotFound(site), records, followUps, incidents, staff, nameOf };
  }

  async school(school: SchoolRow): Promise<SchoolOversight> {
    const { schoolId } = school;
    const [all, records, open, owed] = await Promise.all([
      this.queries.execute(new PlacementsOf({ schoolId })),
      this.queries.execute(new OversightOfSchool({ schoolId })),
      this.queries.execute(new OpenFollowUpsOf({ schoolId })),
      this.queries.execute(new MattersOf({ schoolId })),
    ]);
    const placements = all.filter(({ stage }) => stage === 'started');
    const subjectIds = [...placements, ...records, ...open].map(({ subjectId }) => subjectId);
    const siteIds = placements.map(({ siteId }) => siteId);
    const [pupils, sites] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds: [...new Set(subjectIds)] })),
      this.queries.execute(new SitesById({ siteIds: [...new Set(siteIds)] })),
    ]);
    return {
      school,
      placements,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
      records: grouped(records, ({ placementId }) => placementId),
      open,
      owed: grouped(owed, ({ placementId }) => placementId),
      nameOf: await this.names(records, open),
    };
  }

  /** @throws {NotFoundException} when there is no such site. */
  async call(school: SchoolRow, siteId: Id, today: Day): Promise<CallWithSite> {
    const { schoolId } = school;
    const site = orNotFound(await this.queries.execute(new SiteById({ siteId })));
    const [provider, all, records, staff] = await Promise.all([
      this.queries.execute(new ProviderById(site)),
      this.queries.execute(new PlacementsOf({ schoolId })),
      this.queries.execute(new OversightOfSchool({ schoolId, siteId })),
      staffChoices(this.queries, school, today),
    ]);
    const there = all.filter((each) => each.siteId === siteId && each.stage === 'started');
    const [pupils, sessions] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds: there.map(({ subjectId }) => subjectId) })),
      Promise.all(there.map(({ placementId }) => this.queries.execute(new SessionsOfPlacement({ placementId })))),
    ]);
    const pupilOf = byKey(pupils, ({ subjectId }) => subjectId);
    return {
      school,
      site,
      provider: provider?.name ?? '',
      placements: there.map((each) => ({ ...each, pupil: pupilOf.get(each.subjectId) })),
      records,
      sessions: new Map(there.map(({ placementId }, index) => [placementId, sessions[index] ?? []])),
      staff,
    };
  }

  private async names(records: readonly OversightRow[], followUps: readonly FollowUpRow[]): Promise<NamesOf> {
    const ids = [
      ...records.flatMap(({ personId, handedOver, received, filed, notes }) => [
        personId,
        ...(handedOver ? [handedOver.toId, handedOver.personId] : []),
        ...(received ? [received.personId] : []),
        ...filed.map((each) => each.personId),
        ...(typeof notes === 'symbol' ? [] : notes.map((each) => each.personId)),
      ]),
      ...followUps.flatMap(({ ownerId, closed }) => [ownerId, ...(closed ? [closed.personId] : [])]),
    ];
    const people = await this.queries.execute(new PeopleById({ personIds: [...new Set(ids)] }));
    const names = new Map(people.map(({ personId, name }) => [personId, orElse(name, 'Name erased')]));
    return (id) => names.get(id) ?? 'somebody not known any more';
  }
}
