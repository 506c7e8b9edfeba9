import type { DirectionReviewEvent, ReviewDecision, ReviewRequester } from '#domain';
import { shortDay } from '../shell/words.js';
import type { NamesOf } from './timeline-words.js';

export const requesterWords: Readonly<Record<ReviewRequester, string>> = {
  parent: 'A parent',
  pupil: 'The pupil',
  'local-authority': 'The local authority',
};
export const reviewDecisionWords: Readonly<Record<ReviewDecision, string>> = {
  'goes-on': 'the direction goes on',
  changes: 'the direction is changed',
  ends: 'the direction ends',
};

const told = (value: unknown): string => (typeof value === 'string' ? value : 'not known any more');

/** What the timeline says of a review on written request. */
export function reviewEventWords(
  { type, data }: DirectionReviewEvent,
  nameOf: NamesOf,
): { title: string; text: string } {
  switch (type) {
    case 'DirectionReviewRequested':
      return {
        title: 'Review of the direction requested in writing',
        text: `${requesterWords[data.by]}, ${told(data.requestedBy)}; received on ${shortDay(data.receivedOn)}. ${told(data.says)}`,
      };
    case 'DirectionReviewAnswered': {
      const because =
        data.lastHeldOn === undefined
          ? 'A review has to be held.'
          : `None has to be held: there was one on ${shortDay(data.lastHeldOn)}.`;
      return {
        title: 'Request for a review answered',
        text: `By ${nameOf(data.personId)} on ${shortDay(data.answeredOn)}. ${because}`,
      };
    }
    case 'DirectionReviewInvited':
      return { title: 'Invited to the review', text: `On ${shortDay(data.invitedOn)}: ${told(data.who)}` };
    case 'DirectionReviewHeld':
      return {
        title: `Direction reviewed: ${reviewDecisionWords[data.decision]}`,
        text: `On ${shortDay(data.heldOn)}, with ${told(data.present)}. Views: ${told(data.views)} ${told(data.because)}`,
      };
    case 'DirectionReviewNotified':
      return { title: 'Notice of the review given', text: `To ${told(data.upon)} on ${shortDay(data.noticeOn)}.` };
  }
}
