import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id, Position } from '#event-sourcing';
import { Editions, type Edition } from '#procedure';
import {
  AdultsOfSite,
  ChecksOfSite,
  FindingsOfProvider,
  SharingOf,
  LastRefusedTo,
  PeopleById,
  PlacementsOfSchoolAtSite,
  ProviderById,
  PupilsById,
  SitesOfProvider,
  StopsOfProvider,
  type AdultRow,
  type CheckRow,
  type FindingRow,
  type PersonRow,
  type PlacementRow,
  type ProviderRow,
  type PupilRow,
  type SharingRow,
  type SiteRow,
  type StopRow,
} from '#read-models';
import { GatherAssurance, type AssuranceFacts } from '../assurance/gather.js';
import { GatherEvaluations, type EvaluationsThere } from '../evaluations/gather.js';
import { byKey } from '../shell/lists.js';
import { isThere } from './provider-words.js';
import { GatherSignals, type Signals } from './signals.js';

/** A site with all that a school is shown of it. */
export type SiteFacts = {
  readonly site: SiteRow;
  readonly adults: readonly AdultRow[];
  /** The day on which a letter to an adult was refused for good, by their id; they may have another address since. */
  readonly refusedOn: ReadonlyMap<Id, string>;
  /** The school's own: nothing is told of another's. */
  readonly placements: readonly PlacementRow[];
  /** The last round of each row of the checklist. */
  readonly checks: ReadonlyMap<string, CheckRow>;
  /** What was confirmed in writing, as it is now; null where nobody asks for it, and of the past. */
  readonly assurance: AssuranceFacts | null;
};

export type ProviderFacts = {
  readonly schoolId: Id;
  readonly school: string;
  readonly provider: ProviderRow;
  readonly sites: readonly SiteFacts[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  /** Counts of the pupils there, of all schools. */
  readonly signals: Signals;
  /** What was found of the provider and its sites, the latest first. */
  readonly findings: readonly FindingRow[];
  /** The school’s data sharing agreement with it. */
  readonly sharing: SharingRow | null;
  /** The staff who found it, of whichever school. */
  readonly people: ReadonlyMap<Id, PersonRow>;
  /** The stops on it, its sites and the adults there, the latest first. */
  readonly stops: readonly StopRow[];
  /** What the school found at the sites when it evaluated them, and what is still to be done. */
  readonly evaluations: EvaluationsThere;
  /** The edition of the procedure that is in force: a placement of its own holds to the one that it was proposed under. */
  readonly edition: Edition | null;
};

/** Asks the read models for everything that a provider's page shows to a school, all as at the same position. */
@Injectable()
export class GatherProvider {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
    private readonly signals: GatherSignals,
    private readonly assurances: GatherAssurance,
    private readonly evaluations: GatherEvaluations,
  ) {}

  /** @throws {NotFoundException} when there is no such provider, or was none at the position. */
  async gather(
    school: { readonly schoolId: Id; readonly name: string },
    providerId: Id,
    on: Day,
    asAt?: Position,
  ): Promise<ProviderFacts> {
    const { schoolId } = school;
    const provider = await this.queries.execute(new ProviderById({ providerId }, asAt));
    if (!provider) throw new NotFoundException();
    const rows = await this.queries.execute(new SitesOfProvider({ providerId }, asAt));
    const sites = await Promise.all(rows.map((site) => this.site(schoolId, site, on, asAt)));
    const subjectIds = sites.flatMap(({ placements }) => placements.map((each) => each.subjectId));
    const pupils = await this.queries.execute(new PupilsById({ subjectIds: [...new Set(subjectIds)] }, asAt));
    const findings = await this.queries.execute(new FindingsOfProvider({ providerId }, asAt));
    const personIds = [...new Set(findings.map(({ personId }) => personId))];
    const people = await this.queries.execute(new PeopleById({ personIds }, asAt));
    return {
      schoolId,
      school: school.name,
      provider,
      sites,
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      signals: await this.signals.at(
        rows.map(({ siteId }) => siteId),
        on,
        asAt,
      ),
      findings,
      sharing: await this.queries.execute(new SharingOf({ schoolId, providerId }, asAt)),
      stops: await this.queries.execute(new StopsOfProvider({ providerId }, asAt)),
      people: byKey(people, ({ personId }) => personId),
      evaluations: await this.evaluations.at({ schoolId, providerId }, on, asAt),
      edition: this.editions.inForceOn(on) ?? null,
    };
  }

  private async site(schoolId: Id, site: SiteRow, on: Day, asAt?: Position): Promise<SiteFacts> {
    const { siteId } = site;
    const [adults, placements, checks] = await Promise.all([
      this.queries.execute(new AdultsOfSite({ siteId }, asAt)),
      this.queries.execute(new PlacementsOfSchoolAtSite({ schoolId, siteId }, asAt)),
      this.queries.execute(new ChecksOfSite({ siteId }, asAt)),
    ]);
    const refused = await Promise.all(
      adults.filter(isThere).map(async ({ adultId, since }): Promise<[Id, string][]> => {
        const letter = await this.queries.execute(new LastRefusedTo({ recipientId: adultId }, asAt));
        // Their details are others since: whether letters reach them now is not known.
        return letter?.refusedAt && letter.since > since ? [[adultId, letter.refusedAt]] : [];
      }),
    );
    return {
      site,
      adults,
      refusedOn: new Map(refused.flat()),
      placements,
      // Of several rounds the last one stands, and they come in order.
      checks: byKey(checks, ({ row }) => row),
      assurance: asAt === undefined ? await this.assurances.gather(schoolId, siteId, on) : null,
    };
  }
}
