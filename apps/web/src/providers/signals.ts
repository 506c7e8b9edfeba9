import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RegistrationSignal } from '#domain';
import type { Day, Id, Position } from '#event-sourcing';
import { PlacementsAtSites, PupilsById } from '#read-models';
import { byKey } from '../shell/lists.js';
import { signalOf } from './registration-signal-words.js';

export type Signals = {
  ofProvider(providerId: Id): RegistrationSignal;
  ofSite(siteId: Id): RegistrationSignal;
};

/** Counts the pupils of all schools at sites. Who they are is asked for here, and told to nobody. */
@Injectable()
export class GatherSignals {
  constructor(private readonly queries: QueryBus) {}

  async at(siteIds: readonly Id[], on: Day, asAt?: Position): Promise<Signals> {
    const placements = await this.queries.execute(new PlacementsAtSites({ siteIds }, asAt));
    const subjectIds = [...new Set(placements.map(({ subjectId }) => subjectId))];
    const pupils = byKey(await this.queries.execute(new PupilsById({ subjectIds }, asAt)), (each) => each.subjectId);
    const of = (here: typeof placements) => signalOf(here, pupils, on);
    return {
      ofProvider: (providerId) => of(placements.filter((each) => each.providerId === providerId)),
      ofSite: (siteId) => of(placements.filter((each) => each.siteId === siteId)),
    };
  }
}
