import type { DirectionReviewEvent, ReviewDecision, ReviewRequester } from '#domain';
import type { DirectionReviewRow } from '#read-models';
import type { NamesOf } from '../placements/timeline-words.js';
import { shortDay } from '../shell/words.js';

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
/** Ended with a full stop, whether or not somebody typed one. */
const sentence = (value: unknown): string => told(value).replace(/(?<![.!?])$/, '.');

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
        text: `On ${shortDay(data.heldOn)}, with ${sentence(data.present)} Views: ${sentence(data.views)} ${sentence(data.because)}`,
      };
    case 'DirectionReviewNotified':
      return { title: 'Notice of the review given', text: `To ${told(data.upon)} on ${shortDay(data.noticeOn)}.` };
  }
}

type Rows = readonly DirectionReviewRow[];

/** The request of which something is still to be done: until it is known that none is held, or notice was given. */
export const openReview = (reviews: Rows): DirectionReviewRow | undefined =>
  reviews.find(({ mustBeHeld, noticeOn }) => noticeOn === undefined && mustBeHeld !== false);

/** How far a request has come, in a word. */
export function reviewTag({ answeredOn, mustBeHeld, heldOn, noticeOn }: DirectionReviewRow) {
  if (noticeOn !== undefined) return { text: 'Held, and notice given', colour: 'green' };
  if (heldOn !== undefined) return { text: 'Notice to be given', colour: 'orange' };
  if (mustBeHeld === false) return { text: 'None has to be held', colour: 'grey' };
  return answeredOn === undefined
    ? { text: 'To be answered', colour: 'orange' }
    : { text: 'Review to be held', colour: 'orange' };
}

/** A request and what came of it, line by line. */
export function reviewStory(row: DirectionReviewRow): readonly string[] {
  const { answeredOn, lastHeldOn, invitedOn, heldOn, decision, noticeOn } = row;
  const answer =
    lastHeldOn === undefined
      ? 'a review has to be held'
      : `none has to be held, because there was one on ${shortDay(lastHeldOn)}`;
  return [
    `${requesterWords[row.by]}, ${told(row.requestedBy)}, asked in writing. Received on ${shortDay(row.receivedOn)}: ${told(row.says)}`,
    ...(answeredOn === undefined ? [] : [`Answered on ${shortDay(answeredOn)}: ${answer}.`]),
    ...(invitedOn === undefined ? [] : [`Invited on ${shortDay(invitedOn)}: ${told(row.who)}`]),
    ...(heldOn === undefined || decision === undefined
      ? []
      : [
          `Held on ${shortDay(heldOn)}, with ${sentence(row.present)} Views: ${sentence(row.views)}`,
          `Decided: ${reviewDecisionWords[decision]}. ${sentence(row.because)}`,
        ]),
    ...(noticeOn === undefined ? [] : [`Notice was given to ${told(row.upon)} on ${shortDay(noticeOn)}.`]),
  ];
}
