import { no } from '../refusals.js';
import type { EvidenceEvent } from './evidence-facts.js';

/**
 * Whoever signed the agreement may take it back, before the start and while the placement runs. That is a fact: it ends nothing by
 * itself and undoes nothing that has happened. The last word on the agreement counts, be it a signature or that one was taken back.
 */
export const agreementKey = 'agreement';
/** The signature that was taken back last: told once more, it is none. */
export const takenBackKey = 'agreement taken back';
export const askedKey = ({ contactId, asking }: { contactId: string; asking: number }): string =>
  `SignatureAsked ${contactId} ${asking}`;

type Facts = Readonly<Record<string, EvidenceEvent>>;
type Withdrawn = Extract<EvidenceEvent, { type: 'AgreementWithdrawn' }>;

/** What is another once a signature is taken back: the letters from before lead to no signature any more. */
export function takenBack(facts: Facts, event: Withdrawn): Facts {
  const signed = facts[agreementKey];
  if (signed?.type !== 'PlacementAgreed') return {};
  const letters = Object.keys(facts).filter((key) => facts[key]?.type === 'SignatureAsked');
  return { ...Object.fromEntries(letters.map((key) => [key, event])), [takenBackKey]: signed };
}

/** Refuses what does not follow on the last word on the agreement. */
// Procedure: S16.5
export function assertFollows(fact: EvidenceEvent, word: EvidenceEvent | undefined): void {
  const signed = word?.type === 'PlacementAgreed' ? word.data : undefined;
  const withdrawn = word?.type === 'AgreementWithdrawn' ? word.data : undefined;
  if ((fact.type === 'PlacementAgreed' || fact.type === 'SignatureAsked') && signed) no('placement-already-agreed');
  if (fact.type === 'PlacementAgreed' && withdrawn && fact.data.agreedOn < withdrawn.withdrawnOn) {
    no('signed-before-withdrawal');
  }
  if (fact.type !== 'AgreementWithdrawn') return;
  if (word === undefined) no('agreement-not-signed');
  if (signed && fact.data.withdrawnOn < signed.agreedOn) no('withdrawn-before-signed');
}
