import type { Id } from '#event-sourcing';

/** Who came first with a number. */
export type UpnClaim = {
  readonly subjectId: Id;
  /** It was claimed a moment ago, and its event may be on its way: nobody else may take it over. */
  readonly isFresh: boolean;
  /** When it was claimed: a claim is taken over as it was seen, or not at all. */
  readonly claimedAt: string;
};

/** For so long may a command be on its way between its claim and its event. */
export const freshForMs = 120_000;

/**
 * Numbers as they are claimed, each for one pupil, before the event that gives the number is stored: of two people who enter
 * the same number at once, one is first. A claim is a reservation and no fact. Whether its pupil has the number is for the
 * pupil's stream to say, so a claim whose command failed is taken over; and all claims are made again from the events.
 */
export abstract class UpnClaims {
  /** Claims a number for a pupil. Null when it is theirs now, or nothing can be claimed for them any more; else whose it is. */
  abstract claim(upn: string, subjectId: Id): Promise<UpnClaim | null>;
  /** Takes a claim over from a pupil who turned out not to have the number; false when it is not as it was seen any more. */
  abstract takeOver(upn: string, from: UpnClaim, subjectId: Id): Promise<boolean>;
}
