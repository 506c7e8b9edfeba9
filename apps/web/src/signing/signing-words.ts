import { barredFromSigning, linkSignatory, signedBy } from '#domain';
import { orElse, type Id } from '#event-sourcing';
import type { ContactRow } from '#read-models';
import type { PlacementFacts } from '../placements/placement.page.js';
import { shortDay } from '../shell/words.js';
import { withdrawnHowWords } from './signing-event-words.js';

/** "Wendy Dray, grandmother". */
export const contactName = ({ name, relation }: ContactRow): string =>
  [orElse(name, 'Name erased'), orElse(relation, '')].filter((each) => each !== '').join(', ');

export const emailOf = ({ email }: ContactRow): string => orElse(email ?? '', '');

/** Why somebody can't be asked by a letter; empty where they can. */
export function whyNotAsked(contact: ContactRow): string {
  switch (barredFromSigning(contact)) {
    case 'contact-may-not-sign':
      return 'By the pupil’s page they have no parental responsibility, and may not sign for whoever has it.';
    case 'whereabouts-withheld':
      return 'They must not learn where the pupil is, which the form says.';
    case null:
      return emailOf(contact) === '' ? 'No email address is entered: use the paper form.' : '';
  }
}

/** Whether evidence is the signature of somebody who may be asked by a link to sign for themselves. */
export const isSignedByOthers = (evidence: string): boolean =>
  linkSignatory.options.some((each) => signedBy(each) === evidence);

type Facts = Pick<PlacementFacts, 'signing' | 'nameOf'>;

/** Who was asked, when and by whom, and what came of it; then how the agreement came that counts. */
// Procedure: S16.5
export function signingStory({ signing: { row, contacts }, nameOf }: Facts): readonly string[] {
  if (!row) return [];
  const nameOfContact = (contactId: Id): string => {
    const contact = contacts.get(contactId);
    return contact ? contactName(contact) : 'somebody who is no contact of the pupil any more';
  };
  const { agreed, withdrawn } = row;
  return [
    ...withdrawn.map(({ on, how, personId, signature }) => {
      const signed = `Signed ${signature.channel === 'link' ? 'by a link ' : ''}on ${shortDay(signature.on)}`;
      return `${signed}, and taken back on ${shortDay(on)}: ${nameOf(personId)} was told ${withdrawnHowWords[how]}.`;
    }),
    ...row.asked.map(({ contactId, personId, on, takenBackSince }) => {
      const asked = `${nameOf(personId)} asked ${nameOfContact(contactId)} on ${shortDay(on)} to sign by a link`;
      if (takenBackSince) return `${asked}. This letter is of no use any more.`;
      if (!agreed) return `${asked}. Not yet signed.`;
      return agreed.channel === 'link' && agreed.contactId === contactId
        ? `${asked}. Signed by the link on ${shortDay(agreed.on)}.`
        : `${asked}. It was signed otherwise.`;
    }),
    ...(agreed?.channel === 'paper' && agreed.receivedById !== undefined && agreed.receivedOn !== undefined
      ? [
          `Signed on paper on ${shortDay(agreed.on)}, received by ${nameOf(agreed.receivedById)} on ${shortDay(agreed.receivedOn)}.`,
        ]
      : []),
  ];
}

/** How far it has come, in a word. */
export function signingTag({ signing: { row } }: Pick<PlacementFacts, 'signing'>) {
  if (row?.agreed?.channel === 'link') return { text: 'Signed by a link', colour: 'green' };
  if (row?.agreed) return { text: 'Signed on paper', colour: 'green' };
  if (row?.withdrawn.length) return { text: 'Taken back', colour: 'red' };
  return row ? { text: 'Not yet signed', colour: 'orange' } : { text: 'Not asked by a link', colour: 'grey' };
}
