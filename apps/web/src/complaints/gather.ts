import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { orElse, type Day, type Id } from '#event-sourcing';
import {
  AllProviders,
  ComplaintById,
  ComplaintsOfSchool,
  PeopleById,
  PlacementsOf,
  PupilsById,
  type ComplaintRow,
  type PlacementRow,
  type ProviderRow,
  type PupilRow,
  type SchoolRow,
} from '#read-models';
import { staffChoices } from '../people/staff-choices.js';
import type { NamesOf } from '../placements/timeline-words.js';
import { fullName } from '../pupils/pupil-words.js';
import type { Choice } from '../shell/fields.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';

/** What complaints of a school can be about, and who of it can be named. */
export type ComplaintPlaces = {
  readonly school: SchoolRow;
  readonly placements: readonly PlacementRow[];
  /** Those at which the school has or had placements. */
  readonly providers: ReadonlyMap<Id, ProviderRow>;
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly staff: readonly Choice[];
};
export type SchoolComplaints = ComplaintPlaces & { readonly complaints: readonly ComplaintRow[] };
export type ComplaintFacts = ComplaintPlaces & { readonly complaint: ComplaintRow; readonly nameOf: NamesOf };

/** Asks for the complaints of a school, and for what they can be about. */
@Injectable()
export class GatherComplaints {
  constructor(private readonly queries: QueryBus) {}

  async places(school: SchoolRow, today: Day): Promise<ComplaintPlaces> {
    const [placements, all, staff] = await Promise.all([
      this.queries.execute(new PlacementsOf(school)),
      this.queries.execute(new AllProviders({})),
      staffChoices(this.queries, school, today),
    ]);
    const subjectIds = [...new Set(placements.map(({ subjectId }) => subjectId))];
    const pupils = await this.queries.execute(new PupilsById({ subjectIds }));
    const used = new Set(placements.map(({ providerId }) => providerId));
    const providers = all.filter(({ providerId }) => used.has(providerId));
    return {
      school,
      placements,
      providers: byKey(providers, ({ providerId }) => providerId),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      staff,
    };
  }

  async ofSchool(school: SchoolRow, today: Day): Promise<SchoolComplaints> {
    const [places, complaints] = await Promise.all([
      this.places(school, today),
      this.queries.execute(new ComplaintsOfSchool(school)),
    ]);
    return { ...places, complaints };
  }

  /** How many are open, for the page of oversight. */
  async openOf(school: SchoolRow): Promise<number> {
    const all = await this.queries.execute(new ComplaintsOfSchool(school));
    return all.filter(({ state }) => state === 'open').length;
  }

  /** @throws {NotFoundException} when the school has no such complaint. */
  async complaint(school: SchoolRow, complaintId: Id, today: Day): Promise<ComplaintFacts> {
    const complaint = ofSchoolOrNotFound(await this.queries.execute(new ComplaintById({ complaintId })), school);
    const personIds = [...new Set([complaint.personId, ...complaint.steps.map(({ personId }) => personId)])];
    const [places, people] = await Promise.all([
      this.places(school, today),
      this.queries.execute(new PeopleById({ personIds })),
    ]);
    const names = new Map(people.map(({ personId, name }) => [personId, orElse(name, 'Name erased')]));
    return { ...places, complaint, nameOf: (id) => names.get(id) ?? 'somebody not known any more' };
  }
}

/** "Amara Blake at The Wheelhouse Project", or the provider alone. */
export function whereWords(
  { providers, pupils }: ComplaintPlaces,
  { providerId, subjectId }: Pick<ComplaintRow, 'providerId' | 'subjectId'>,
): string {
  const provider = providers.get(providerId)?.name ?? 'a provider';
  return subjectId === undefined ? provider : `${fullName(pupils.get(subjectId))} at ${provider}`;
}
