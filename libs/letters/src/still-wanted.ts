import type { Duty, LetterKind } from '#domain';

/**
 * Whether a letter still has something to say for a duty, when it is about to be handed over.
 *
 * To ask a provider about a session that is answered for, or over, would be a stale reminder: a missed duty is no reason to
 * ask. To staff a missed duty is every reason to write, because nobody has said where the pupil is: such a letter is
 * called off only when the answer has come, or when it was never owed. A fresh link was asked for, and always goes.
 */
export function isWanted(kind: LetterKind, duties: readonly Duty[]): boolean {
  switch (kind) {
    case 'attendance-request':
    case 'attendance-chase':
      return duties.some((duty) => duty === null || duty.status === 'open');
    case 'attendance-unanswered':
    case 'find-the-pupil':
      return duties.some((duty) => duty === null || duty.status === 'open' || duty.status === 'missed');
    case 'fresh-link':
      return true;
  }
}
