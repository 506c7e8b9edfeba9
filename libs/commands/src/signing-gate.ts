import { Injectable } from '@nestjs/common';
import { barredFromSigning, no, placement, pupil, signatoryOf, type PlacementCommand, type Pupil } from '#domain';
import { erased, Journal, type Id } from '#event-sourcing';

type Ordered<T extends PlacementCommand['type']> = Extract<PlacementCommand, { type: T }>;

/**
 * The gate before anybody is asked to sign for a pupil by a link, and before they do: that they may is told by the pupil's
 * stream, and may be another by the time they sign.
 */
@Injectable()
export class SigningGate {
  constructor(private readonly journal: Journal) {}

  /**
   * @throws {Refusal} `contact-may-not-sign` where they have no authority, or are no contact of the pupil any more,
   * `key-adult-may-not-sign` where they play no such part for the pupil, or none any more,
   * `whereabouts-withheld` where they must not learn what is signed, `contact-without-email` where no letter reaches them.
   */
  async guard(id: Id, command: PlacementCommand): Promise<void> {
    const { type } = command;
    if (type === 'AskForSignature' || type === 'SignAgreement') await this.guardContact(id, command);
    if (type === 'AskSignatory' || type === 'SignAsSignatory') await this.guardKeyAdult(id, command);
  }

  // Procedure: S16.5, X4
  private async guardContact(id: Id, { type, data }: Ordered<'AskForSignature' | 'SignAgreement'>): Promise<void> {
    const known = await this.pupilOf(id);
    if (known === 'unproposed') return;
    const contact = known?.contacts[data.contactId];
    const barred = barredFromSigning(contact);
    if (barred === 'whereabouts-withheld') no('whereabouts-withheld');
    if (barred === 'contact-may-not-sign') no('contact-may-not-sign');
    if (type === 'AskForSignature') assertReached(contact);
  }

  // Procedure: S16.10, S16.11, S16.12
  private async guardKeyAdult(id: Id, { type, data }: Ordered<'AskSignatory' | 'SignAsSignatory'>): Promise<void> {
    const known = await this.pupilOf(id);
    if (known === 'unproposed') return;
    const keyAdult = known?.keyAdults[data.keyAdultId];
    if (signatoryOf(keyAdult) !== data.signatory) no('key-adult-may-not-sign');
    if (type === 'AskSignatory') assertReached(keyAdult);
  }

  /** The pupil of a placement. The decider has its own words for what is not proposed, signed already, or over. */
  private async pupilOf(id: Id): Promise<Pupil | 'unproposed'> {
    const known = await this.journal.state(placement, id);
    return known.stage === 'unproposed' ? 'unproposed' : this.journal.state(pupil, known.proposal.subjectId);
  }
}

function assertReached(somebody: { readonly email?: string | typeof erased | undefined } | undefined): void {
  if (somebody?.email === undefined || somebody.email === erased) no('contact-without-email');
}
