import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { orElse, type Day, type Id, type Position } from '#event-sourcing';
import {
  ActionsOfEvaluation,
  AdultsById,
  AdultsOfSite,
  EvaluationById,
  EvaluationsOf,
  OpenActionsOf,
  PeopleById,
  ProviderById,
  SiteById,
  type EvaluationActionRow,
  type EvaluationRow,
  type SchoolRow,
} from '#read-models';
import { staffChoices } from '../people/staff-choices.js';
import { adultName, isThere } from '../providers/provider-words.js';
import { orNotFound, ofSchoolOrNotFound } from '../shell/found.js';
import type { Choice } from '../shell/fields.js';

/** Somebody who is named on a page, and whether they have left. */
export type Named = { readonly name: string; readonly hasLeft: boolean };
export type Names = ReadonlyMap<Id, Named>;

/** An evaluation with what is to be done because of it, and who is named in either. */
export type EvaluationFacts = {
  readonly evaluation: EvaluationRow;
  readonly provider: string;
  readonly site: string;
  readonly actions: readonly EvaluationActionRow[];
  readonly names: Names;
};

/** What a school has found at a provider, and what is still to be done there. */
export type EvaluationsThere = {
  readonly evaluations: readonly EvaluationRow[];
  readonly open: readonly EvaluationActionRow[];
  readonly names: Names;
};

/** Asks for evaluations and their actions: a school's own, and nothing of another's. */
@Injectable()
export class GatherEvaluations {
  constructor(private readonly queries: QueryBus) {}

  /** @throws {NotFoundException} when there is no such evaluation, or it is another school's. */
  async one(school: Pick<SchoolRow, 'schoolId'>, evaluationId: Id, on: Day): Promise<EvaluationFacts> {
    const found = await this.queries.execute(new EvaluationById({ evaluationId }));
    const evaluation = ofSchoolOrNotFound(found, school);
    const [provider, site, actions] = await Promise.all([
      this.queries.execute(new ProviderById(evaluation)),
      this.queries.execute(new SiteById(evaluation)),
      this.queries.execute(new ActionsOfEvaluation({ evaluationId })),
    ]);
    const names = await this.names([evaluation], actions, on);
    return { evaluation, provider: orNotFound(provider).name, site: orNotFound(site).name, actions, names };
  }

  async at(where: { readonly schoolId: Id; readonly providerId: Id }, on: Day, asAt?: Position) {
    const [evaluations, open] = await Promise.all([
      this.queries.execute(new EvaluationsOf(where, asAt)),
      this.queries.execute(new OpenActionsOf(where, asAt)),
    ]);
    return { evaluations, open, names: await this.names(evaluations, open, on, asAt) } satisfies EvaluationsThere;
  }

  /** What is still to be done for a school, at whichever provider, with the names of these. */
  async open(schoolId: Id, on: Day) {
    const open = await this.queries.execute(new OpenActionsOf({ schoolId }));
    const providerIds = [...new Set(open.map(({ providerId }) => providerId))];
    const providers = await Promise.all(
      providerIds.map(async (providerId): Promise<[Id, string]> => {
        const { name } = orNotFound(await this.queries.execute(new ProviderById({ providerId })));
        return [providerId, name];
      }),
    );
    return { open, names: await this.names([], open, on), providers: new Map(providers) };
  }

  /** The staff of a school who are there on a day, by name. */
  staff(school: Pick<SchoolRow, 'roles'>, on: Day): Promise<Choice[]> {
    return staffChoices(this.queries, school, on);
  }

  /** Who can see to an action: the staff of the school, and the adults of the site. */
  async owners(school: Pick<SchoolRow, 'roles'>, siteId: Id, on: Day): Promise<Choice[]> {
    const staff = await this.staff(school, on);
    const adults = await this.queries.execute(new AdultsOfSite({ siteId }));
    return [
      ...staff.map(({ value, text }) => ({ value: `person ${value}`, text })),
      ...adults
        .filter(isThere)
        .map((adult) => ({ value: `adult ${adult.adultId}`, text: `${adultName(adult)}, at the provider` })),
    ];
  }

  private async names(
    evaluations: readonly EvaluationRow[],
    actions: readonly EvaluationActionRow[],
    on: Day,
    asAt?: Position,
  ): Promise<Names> {
    const owners = actions.flatMap(({ owner, handovers }) => [owner, ...handovers.map((each) => each.owner)]);
    const personIds = [
      ...evaluations.map(({ personId }) => personId),
      ...owners.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])),
      ...actions.flatMap(({ personId, moves, handovers, closed }) => [
        personId,
        ...[...moves, ...handovers].map((each) => each.personId),
        ...(closed ? [closed.personId] : []),
      ]),
    ];
    const adultIds = owners.flatMap(({ kind, id }) => (kind === 'adult' ? [id] : []));
    const [people, adults] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds: [...new Set(personIds)] }, asAt)),
      this.queries.execute(new AdultsById({ adultIds: [...new Set(adultIds)] }, asAt)),
    ]);
    return new Map<Id, Named>([
      ...people.map(({ personId, name, leftOn }): [Id, Named] => [
        personId,
        { name: orElse(name, 'Somebody'), hasLeft: leftOn !== undefined && leftOn < on },
      ]),
      ...adults.map((adult): [Id, Named] => [
        adult.adultId,
        { name: `${adultName(adult)}, at the provider`, hasLeft: !isThere(adult) },
      ]),
    ]);
  }
}
