import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import {
  IncidentById,
  IncidentsOfSchool,
  PeopleById,
  PlacementById,
  PupilById,
  PupilsById,
  SiteById,
  SitesById,
  UnseenIncidents,
  type IncidentRow,
  type PlacementRow,
  type PupilRow,
  type SchoolRow,
  type SiteRow,
} from '#read-models';
import { staffChoices } from '../people/staff-choices.js';
import type { NamesOf } from '../placements/timeline-words.js';
import { fullName } from '../pupils/pupil-words.js';
import type { Choice } from '../shell/fields.js';
import { ofSchoolOrNotFound, orNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { incidentTag, lateWords, seenWords } from './incident-words.js';

/** Where something happened to whom, and who of the school can be named. */
export type IncidentPlace = {
  readonly school: SchoolRow;
  readonly placement: PlacementRow;
  readonly pupil: PupilRow | null;
  readonly site: SiteRow;
  readonly staff: readonly Choice[];
  /** Who answers for safeguarding today. */
  readonly safeguarding: readonly Choice[];
};
export type IncidentFacts = IncidentPlace & { readonly incident: IncidentRow; readonly nameOf: NamesOf };

export type SchoolIncidents = {
  readonly school: SchoolRow;
  readonly incidents: readonly IncidentRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
};

/** Asks for what providers told a school of that happened to its pupils. */
@Injectable()
export class GatherIncidents {
  constructor(private readonly queries: QueryBus) {}

  /** @throws {NotFoundException} when the school has no such placement, or nobody goes there yet. */
  async place(school: SchoolRow, placementId: Id, today: Day): Promise<IncidentPlace> {
    const placement = ofSchoolOrNotFound(await this.queries.execute(new PlacementById({ placementId })), school);
    const roles = school.roles.filter(({ role, from }) => role === 'designated-safeguarding-lead' && from <= today);
    const [pupil, site, staff, safeguarding] = await Promise.all([
      this.queries.execute(new PupilById(placement)),
      this.queries.execute(new SiteById(placement)),
      staffChoices(this.queries, school, today),
      staffChoices(this.queries, { roles }, today),
    ]);
    return { school, placement, pupil, site: orNotFound(site), staff, safeguarding };
  }

  /** @throws {NotFoundException} when the school has no such incident. */
  async incident(school: SchoolRow, incidentId: Id, today: Day): Promise<IncidentFacts> {
    const incident = ofSchoolOrNotFound(await this.queries.execute(new IncidentById({ incidentId })), school);
    const [place, nameOf] = await Promise.all([
      this.place(school, incident.placementId, today),
      this.names([incident]),
    ]);
    return { ...place, incident, nameOf };
  }

  async ofSchool(school: SchoolRow): Promise<SchoolIncidents> {
    const incidents = await this.queries.execute(new IncidentsOfSchool(school));
    const [pupils, sites] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds: [...new Set(incidents.map((each) => each.subjectId))] })),
      this.queries.execute(new SitesById({ siteIds: [...new Set(incidents.map((each) => each.siteId))] })),
    ]);
    return {
      school,
      incidents,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
    };
  }

  /** What nobody who answers for safeguarding has seen yet, for the pages that keep it in plain sight. What it is, they do not say. */
  async unseen(schoolId: Id, today: Day) {
    const rows = await this.queries.execute(new UnseenIncidents({ schoolId }));
    const subjectIds = [...new Set(rows.map(({ subjectId }) => subjectId))];
    const [found, nameOf] = await Promise.all([this.queries.execute(new PupilsById({ subjectIds })), this.names(rows)]);
    const pupils = byKey(found, ({ subjectId }) => subjectId);
    return rows.map((row) => ({
      id: `incident-${row.incidentId}`,
      name: fullName(pupils.get(row.subjectId)),
      href: urlOf(paths.incidents.show, row),
      tag: incidentTag(row, today),
      lines: [...seenWords(row, today, nameOf), ...[lateWords(row)].filter((each) => each !== '')],
    }));
  }

  private async names(rows: readonly IncidentRow[]): Promise<NamesOf> {
    const ids = rows.flatMap(({ personId, firstSeen, seen, decided, withdrawn, corrections }) => [
      personId,
      ...[firstSeen, seen, decided, withdrawn].flatMap((each) => each?.personId ?? []),
      ...(corrections === erased ? [] : corrections.map((each) => each.personId)),
    ]);
    const people = await this.queries.execute(new PeopleById({ personIds: [...new Set(ids)] }));
    const names = new Map(people.map(({ personId, name }) => [personId, orElse(name, 'Name erased')]));
    return (id) => names.get(id) ?? 'somebody not known any more';
  }
}

export type UnseenIncident = Awaited<ReturnType<GatherIncidents['unseen']>>[number];
