import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id, Position } from '#event-sourcing';
import { FindingsOfProvider, SitesOfProvider, type PlacementRow } from '#read-models';
import { GatherAssurance, type AssuranceFacts } from '../assurance/gather.js';
import { asksWhether } from '../providers/registration-signal-words.js';
import { GatherSignals } from '../providers/signals.js';

/** What is known of the place that a placement is at, beyond the placement itself. */
export type Place = {
  /** The pupils there give reason to ask whether it has to register as a school, and nobody has recorded that it has. */
  readonly mayNeedToRegister: boolean;
  /** The adults there whom accepted written assurance names; null where that is not known, as of the past. */
  readonly assured: readonly Id[] | null;
  /** Written assurance of the site to this school; null where that is not known, as of the past, or nobody is asked for it. */
  readonly assurance: PlaceAssurance | null;
};
export type PlaceAssurance = Pick<AssuranceFacts, 'standingOn'> & { readonly acceptedOn: Day | undefined };

@Injectable()
export class GatherPlace {
  constructor(
    private readonly queries: QueryBus,
    private readonly signals: GatherSignals,
    private readonly assurances: GatherAssurance,
  ) {}

  async at({ schoolId, providerId, siteId }: PlacementRow, on: Day, asAt?: Position): Promise<Place> {
    const sites = await this.queries.execute(new SitesOfProvider({ providerId }, asAt));
    const siteIds = sites.map((each) => each.siteId);
    const [signals, findings, assurance] = await Promise.all([
      this.signals.at(siteIds, on, asAt),
      this.queries.execute(new FindingsOfProvider({ providerId }, asAt)),
      asAt === undefined ? this.assurances.gather(schoolId, siteId, on) : null,
    ]);
    const isAccepted = assurance?.standing.state === 'accepted';
    const named = new Set(isAccepted ? assurance.found?.assurance.adultIds : []);
    const isRed = [signals.ofSite(siteId), signals.ofProvider(providerId)].some(({ level }) => level === 'red');
    return {
      mayNeedToRegister: isRed && asksWhether(findings, siteId),
      assurance: assurance && {
        standingOn: assurance.standingOn,
        acceptedOn: assurance.found?.assurance.acceptedOn,
      },
      assured: assurance && assurance.there.map(({ adultId }) => adultId).filter((each) => named.has(each)),
    };
  }
}
