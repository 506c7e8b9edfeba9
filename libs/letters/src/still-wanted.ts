import type { Duty, LetterKind, Placement } from '#domain';

/**
 * Whether a letter still has something to say for a duty, when it is about to be handed over.
 *
 * To remind of a day that has passed would be as stale. To ask a provider about a session that is answered for, or over, would be a stale reminder: a missed duty is no reason to
 * ask. To staff a missed duty is every reason to write, because nobody has said where the pupil is: such a letter is
 * called off only when the answer has come, or when it was never owed. A link was asked for, and always goes; so does word of another
 * address. Of written assurance, of what a provider must know and of a signature no duty is owed: whoever writes the letter looks
 * whether it has been given, or acknowledged.
 */
export function isWanted(kind: LetterKind, duties: readonly Duty[]): boolean {
  switch (kind) {
    case 'attendance-request':
    case 'attendance-chase':
    case 'gap-due':
    case 'liaison-due':
    case 'welfare-check-due':
    case 'visit-due':
      return duties.some((duty) => duty === null || duty.status === 'open');
    case 'attendance-unanswered':
    case 'find-the-pupil':
    case 'gap-overdue':
    case 'liaison-missed':
    case 'welfare-check-missed':
    case 'visit-missed':
      return duties.some((duty) => duty === null || duty.status === 'open' || duty.status === 'missed');
    case 'assurance-request':
    case 'assurance-chase':
    case 'briefing':
    case 'signature-request':
    case 'fresh-link':
    case 'sign-in-link':
    case 'address-left':
    case 'address-entered':
      return true;
  }
}

/**
 * Whether what a duty about a placement's matter is owed for is still missing. Evidence that came late meets no duty, and
 * for a placement that has ended none can be gathered any more: of neither is anything left to say.
 */
export function isStillMissing(duty: Duty, placement: Placement): boolean {
  if (duty?.raised.kind !== 'placement-gap' || duty.raised.matter === undefined || placement.stage === 'unproposed')
    return true;
  return placement.stage !== 'ended' && placement.evidence[duty.raised.matter] === undefined;
}
