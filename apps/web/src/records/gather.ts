import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id } from '#event-sourcing';
import {
  ContactsOf,
  KeyAdultsOf,
  PlacementsOfPupil,
  PupilById,
  SitesById,
  type ContactRow,
  type KeyAdultRow,
  type PlacementRow,
  type PupilRow,
  type SiteRow,
} from '#read-models';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { dayOf } from '../shell/words.js';

/** A record of a pupil, with what somebody compares who decides which of two is kept. */
export type RecordFacts = {
  readonly pupil: PupilRow;
  readonly contacts: readonly ContactRow[];
  readonly keyAdults: readonly KeyAdultRow[];
  readonly placements: readonly PlacementRow[];
};
export type TwoRecords = {
  readonly first: RecordFacts;
  readonly second: RecordFacts;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly today: Day;
};

/** Asks for two records of a school's pupil. */
@Injectable()
export class GatherRecords {
  constructor(
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  /** @throws {NotFoundException} when the school has not both, or they are the same. */
  async gather(here: OfSchool, subjectId: Id, otherId: Id): Promise<TwoRecords> {
    if (subjectId === otherId) throw new NotFoundException();
    const [first, second] = await Promise.all([this.record(here, subjectId), this.record(here, otherId)]);
    const placements = [...first.placements, ...second.placements];
    const sites = await this.queries.execute(
      new SitesById({ siteIds: [...new Set(placements.map(({ siteId }) => siteId))] }),
    );
    return { first, second, sites: byKey(sites, ({ siteId }) => siteId), today: dayOf(this.times.now()) };
  }

  private async record({ school }: OfSchool, subjectId: Id): Promise<RecordFacts> {
    const [pupil, contacts, keyAdults, placements] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId })),
      this.queries.execute(new ContactsOf({ subjectId })),
      this.queries.execute(new KeyAdultsOf({ subjectId })),
      this.queries.execute(new PlacementsOfPupil({ subjectId })),
    ]);
    return { pupil: ofSchoolOrNotFound(pupil, school), contacts, keyAdults, placements };
  }
}
