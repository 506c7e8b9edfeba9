import { Injectable } from '@nestjs/common';
import { barredFromSigning, no, placement, pupil, type PlacementCommand } from '#domain';
import { erased, Journal, type Id } from '#event-sourcing';

/**
 * The gate before anybody is asked to sign for a pupil by a link, and before they do: that they may is told by the pupil's
 * stream, and may be another by the time they sign.
 */
@Injectable()
export class SigningGate {
  constructor(private readonly journal: Journal) {}

  /**
   * @throws {Refusal} `contact-may-not-sign` where they have no authority, or are no contact of the pupil any more,
   * `whereabouts-withheld` where they must not learn what is signed, `contact-without-email` where no letter reaches them.
   */
  // Procedure: S16.5, X4
  async guard(id: Id, command: PlacementCommand): Promise<void> {
    if (command.type !== 'AskForSignature' && command.type !== 'SignAgreement') return;
    const known = await this.journal.state(placement, id);
    // The decider has its own words for what is not proposed, agreed already, or over.
    if (known.stage === 'unproposed') return;
    const contact = (await this.journal.state(pupil, known.proposal.subjectId))?.contacts[command.data.contactId];
    const barred = barredFromSigning(contact);
    if (barred === 'whereabouts-withheld') no('whereabouts-withheld');
    if (barred === 'contact-may-not-sign') no('contact-may-not-sign');
    if (command.type !== 'AskForSignature') return;
    if (contact?.email === undefined || contact.email === erased) no('contact-without-email');
  }
}
