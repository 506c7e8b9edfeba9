import { signedBy, type SigningEvent, type WithdrawnHow } from '#domain';
import type { Id } from '#event-sourcing';
import { signatoryWords, wordsFor } from '#procedure';
import { capital, shortDay } from '../shell/words.js';

/** How somebody said that they take the agreement back, in words. */
export const withdrawnHowWords: Readonly<Record<WithdrawnHow, string>> = {
  'in-person': 'in person',
  'by-telephone': 'by telephone',
  'in-writing': 'in writing',
};

const told = (value: unknown): string => (typeof value === 'string' ? value : 'not known any more');

/** What the history of a placement says of how its agreement was signed, or taken back. */
export function signingEventWords(
  { type, data }: SigningEvent,
  nameOf: (id: Id) => string,
): { title: string; text: string } {
  switch (type) {
    case 'SignatureAsked':
      return {
        title: 'Asked for a signature',
        text: `${nameOf(data.contactId)} was sent a letter on ${shortDay(data.on)} with a link to the agreement.`,
      };
    case 'PlacementAgreed': {
      const { channel, receivedById, receivedOn } = data;
      const received =
        receivedById === undefined || receivedOn === undefined
          ? ''
          : `, received by ${nameOf(receivedById)} on ${shortDay(receivedOn)}`;
      const how = channel === undefined ? '' : channel === 'link' ? ', by a link' : `, on paper${received}`;
      return {
        title: 'Placement agreed',
        text: `Signed by ${told(data.signedBy)} on ${shortDay(data.agreedOn)}${how}.`,
      };
    }
    case 'SignatoryAsked':
      return {
        title: `Asked for a signature: ${signatoryWords(data.signatory)}`,
        text: `${nameOf(data.keyAdultId)} was sent a letter on ${shortDay(data.on)} with a link to the agreement.`,
      };
    case 'SignatorySigned':
      return {
        title: capital(wordsFor(signedBy(data.signatory))),
        text: `Signed by ${told(data.signedBy)} on ${shortDay(data.signedOn)}, by a link.`,
      };
    case 'AgreementWithdrawn': {
      const because = data.because === undefined ? '' : ` ${told(data.because)}`;
      const how = `${withdrawnHowWords[data.how]} on ${shortDay(data.withdrawnOn)}`;
      return {
        title: 'Agreement taken back',
        text: `${told(data.withdrawnBy)} told ${nameOf(data.personId)} ${how}.${because}`,
      };
    }
  }
}
