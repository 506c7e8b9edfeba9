import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id, Position } from '#event-sourcing';
import {
  AdultsById,
  isStopAt,
  PlacementsOf,
  ProviderById,
  PupilsById,
  SitesById,
  StopsThatHold,
  type AdultRow,
  type PlacementRow,
  type ProviderRow,
  type PupilRow,
  type SiteRow,
  type StopRow,
} from '#read-models';
import { byKey } from '../shell/lists.js';

/** A stop with those of a school's placements that it touches: they run, or are to begin. */
export type StopFacts = {
  readonly stop: StopRow;
  readonly provider: ProviderRow | null;
  /** The site or the adult that it is about; null where it is about the provider as a whole. */
  readonly site: SiteRow | null;
  readonly adult: AdultRow | null;
  readonly placements: readonly PlacementRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
};

/** Asks for the stops that hold, each joined to what it touches: nothing of it is written into a placement's row. */
@Injectable()
export class GatherStops {
  constructor(private readonly queries: QueryBus) {}

  /** Every stop that touches placements of a school on a day. */
  async touching(schoolId: Id, on: Day, asAt?: Position): Promise<StopFacts[]> {
    const stops = await this.queries.execute(new StopsThatHold({}, asAt));
    if (stops.length === 0) return [];
    const all = await this.facts(stops, schoolId, on, asAt);
    return all.filter(({ placements }) => placements.length > 0);
  }

  /** A stop, held or lifted, with what it touches of a school while it holds. */
  async one(stop: StopRow, schoolId: Id, on: Day): Promise<StopFacts> {
    const [facts] = await this.facts([stop], schoolId, on);
    return facts ?? { stop, provider: null, site: null, adult: null, placements: [], pupils: new Map() };
  }

  private async facts(stops: readonly StopRow[], schoolId: Id, on: Day, asAt?: Position): Promise<StopFacts[]> {
    const [placements, providers, sites, adults] = await Promise.all([
      this.queries.execute(new PlacementsOf({ schoolId }, asAt)),
      Promise.all(
        [...new Set(stops.map(({ providerId }) => providerId))].map((providerId) =>
          this.queries.execute(new ProviderById({ providerId }, asAt)),
        ),
      ),
      this.queries.execute(new SitesById({ siteIds: stops.flatMap(({ siteId }) => siteId ?? []) }, asAt)),
      this.queries.execute(new AdultsById({ adultIds: stops.flatMap(({ adultId }) => adultId ?? []) }, asAt)),
    ]);
    const adultOf = byKey(adults, ({ adultId }) => adultId);
    const worksAt = (adultId: Id) => {
      const adult = adultOf.get(adultId);
      return adult && { siteId: adult.siteId, leftOn: adult.leftOn ?? null };
    };
    const running = placements.filter(({ stage }) => stage !== 'ended');
    const pupils = await this.queries.execute(
      new PupilsById({ subjectIds: [...new Set(running.map(({ subjectId }) => subjectId))] }, asAt),
    );
    return stops.map((stop) => ({
      stop,
      provider: providers.find((each) => each?.providerId === stop.providerId) ?? null,
      site: sites.find(({ siteId }) => siteId === stop.siteId) ?? null,
      adult: adultOf.get(stop.adultId ?? '') ?? null,
      placements: running.filter((each) => isStopAt(stop, each, on, worksAt)),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
    }));
  }
}
