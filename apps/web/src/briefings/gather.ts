import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { briefingVersion, sharesOn } from '#domain';
import type { Day, Id, Position } from '#event-sourcing';
import {
  BriefingOf,
  ContactsOf,
  SharingOf,
  type BriefingRow,
  type ContactRow,
  type PlacementRow,
  type SharingRow,
} from '#read-models';

/** How what a provider must know stands: `changed` is what was acknowledged, and is another now. */
export type BriefingState = 'not-written' | 'not-sent' | 'sent' | 'acknowledged' | 'changed';

export type BriefingFacts = {
  readonly row: BriefingRow | null;
  /** Whom the provider may ring about the pupil, in their order. */
  readonly rung: readonly ContactRow[];
  /** What is acknowledged by whoever acknowledges it now; null where nothing is written, or what was is erased. */
  readonly version: Id | null;
  readonly state: BriefingState;
  readonly agreement: SharingRow | null;
  /** Whether anything about a pupil may go to the provider on the day. */
  readonly shares: boolean;
};

/** Asks the read models for what a provider must know of the pupil of a placement, and for how far that has come. */
@Injectable()
export class GatherBriefing {
  constructor(private readonly queries: QueryBus) {}

  async gather(
    { placementId, subjectId, schoolId, providerId }: PlacementRow,
    on: Day,
    asAt?: Position,
  ): Promise<BriefingFacts> {
    const [row, contacts, agreement] = await Promise.all([
      this.queries.execute(new BriefingOf({ placementId }, asAt)),
      this.queries.execute(new ContactsOf({ subjectId }, asAt)),
      this.queries.execute(new SharingOf({ schoolId, providerId }, asAt)),
    ]);
    const rung = contacts.filter(({ mayBeRung }) => mayBeRung === true);
    const version = briefingVersion(row?.says, rung);
    return { row, rung, version, state: stateOf(row, version), agreement, shares: sharesOn(agreement, on) };
  }
}

function stateOf(row: BriefingRow | null, version: Id | null): BriefingState {
  if (!row || version === null) return 'not-written';
  if (row.acknowledgedBy !== undefined) return row.version === version ? 'acknowledged' : 'changed';
  return row.sent.length > 0 ? 'sent' : 'not-sent';
}
