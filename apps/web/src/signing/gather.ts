import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Id, Position } from '#event-sourcing';
import {
  ContactsOf,
  KeyAdultsOf,
  SigningOf,
  type ContactRow,
  type KeyAdultRow,
  type PlacementRow,
  type SigningRow,
} from '#read-models';
import { byKey } from '../shell/lists.js';

export type SigningFacts = {
  readonly row: SigningRow | null;
  /** The contacts of the pupil, by their ids, in their order. */
  readonly contacts: ReadonlyMap<Id, ContactRow>;
  /** Who plays a part for the pupil, by their ids: some of them sign for themselves. */
  readonly keyAdults: ReadonlyMap<Id, KeyAdultRow>;
};

/** Asks the read models for how the agreement about a placement comes to be signed, and by whom it may be. */
@Injectable()
export class GatherSigning {
  constructor(private readonly queries: QueryBus) {}

  async gather({ placementId, subjectId }: PlacementRow, asAt?: Position): Promise<SigningFacts> {
    const [row, contacts, keyAdults] = await Promise.all([
      this.queries.execute(new SigningOf({ placementId }, asAt)),
      this.queries.execute(new ContactsOf({ subjectId }, asAt)),
      this.queries.execute(new KeyAdultsOf({ subjectId }, asAt)),
    ]);
    return {
      row,
      contacts: byKey(contacts, ({ contactId }) => contactId),
      keyAdults: byKey(keyAdults, ({ keyAdultId }) => keyAdultId),
    };
  }
}
