import { z } from 'zod';
import { day, id, personal, type Day, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * The review of a direction on written request (regulation on educational provision for improving behaviour, as amended in 2012). A parent, a pupil of eighteen or more, or the local authority of a pupil with
 * an education, health and care plan may ask for one in writing; it is held unless there was one in the weeks before. Who was
 * invited and what they wrote, what was decided and why, and the written notice of it are a fact each, in that order.
 */
const about = { placementId: id, subjectId: id, schoolId: id, requestId: id };
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

export const reviewRequester = z.enum(['parent', 'pupil', 'local-authority']);
export type ReviewRequester = z.output<typeof reviewRequester>;
export const reviewDecision = z.enum(['goes-on', 'changes', 'ends']);
export type ReviewDecision = z.output<typeof reviewDecision>;

const requested = z.object({
  ...about,
  by: reviewRequester,
  /** On which day the school received it. */
  receivedOn: day,
  requestedBy: personal(line),
  says: personal(words),
  /** Who of the school records it. */
  personId: id,
});
/** `lastHeldOn` is the day of the review because of which none has to be held; without it, one has. */
const answered = z.object({
  ...about,
  answeredOn: day,
  mustBeHeld: z.boolean(),
  lastHeldOn: day.optional(),
  personId: id,
});
const invited = z.object({ ...about, invitedOn: day, who: personal(words), personId: id });
const held = z.object({
  ...about,
  heldOn: day,
  present: personal(words),
  /** Whose written views were taken, and what they were. */
  views: personal(words),
  decision: reviewDecision,
  because: personal(words),
  personId: id,
});
const notified = z.object({ ...about, noticeOn: day, upon: personal(line), personId: id });

export const directionReviewEvents = {
  DirectionReviewRequested: requested.describe('Somebody who may asked in writing that the direction be reviewed.'),
  DirectionReviewAnswered: answered.describe(
    'The school said whether a review has to be held: it has, unless there was one in the weeks before.',
  ),
  DirectionReviewInvited: invited.describe(
    'The school invited those who take part to the review, and asked for their written views.',
  ),
  DirectionReviewHeld: held.describe(
    'The direction was reviewed: who was there, whose views were taken, what was decided and why.',
  ),
  DirectionReviewNotified: notified.describe('Written notice of what the review decided was given, with the reasons.'),
};
export const directionReviewCommands = {
  RequestDirectionReview: requested,
  /** `notAgainWithinWeeks` is the rule of the edition, where it has one; the event keeps what came of it. */
  AnswerDirectionReview: answered.omit({ mustBeHeld: true, lastHeldOn: true }).extend({
    notAgainWithinWeeks: z.int().min(1).max(52).optional(),
    /** The last review that Waymark has no record of, where there was one. */
    heldBeforeOn: day.optional(),
  }),
  InviteToDirectionReview: invited,
  HoldDirectionReview: held,
  NotifyOfDirectionReview: notified,
};
export type DirectionReviewEvent = MessageOf<Messages<typeof directionReviewEvents>>;
export type DirectionReviewCommand = MessageOf<Messages<typeof directionReviewCommands>>;

export const isDirectionReview = <E extends { readonly type: string }>(
  event: E,
): event is Extract<E, { type: DirectionReviewEvent['type'] }> => Object.hasOwn(directionReviewEvents, event.type);
export const isAboutDirectionReview = <C extends { readonly type: string }>(
  command: C,
): command is Extract<C, { type: DirectionReviewCommand['type'] }> =>
  Object.hasOwn(directionReviewCommands, command.type);

/** A request for a review, and how far it has come. */
export type ReviewRequest = {
  readonly requested: z.output<typeof requested>;
  readonly answered?: z.output<typeof answered>;
  readonly invited?: z.output<typeof invited>;
  readonly held?: z.output<typeof held>;
  readonly notified?: z.output<typeof notified>;
};
/** The requests in the order in which they were recorded. */
export type ReviewRequests = readonly ReviewRequest[];

/** Whether something is still to be done about a request: until it is known that none is held, or notice was given. */
export const isReviewOpen = ({ answered, notified }: Pick<ReviewRequest, 'answered' | 'notified'>): boolean =>
  notified === undefined && answered?.mustBeHeld !== false;

export function withReview(requests: ReviewRequests, { type, data }: DirectionReviewEvent): ReviewRequests {
  if (type === 'DirectionReviewRequested') return [...requests, { requested: data }];
  const changed = (known: ReviewRequest): ReviewRequest => {
    switch (type) {
      case 'DirectionReviewAnswered':
        return { ...known, answered: data };
      case 'DirectionReviewInvited':
        return { ...known, invited: data };
      case 'DirectionReviewHeld':
        return { ...known, held: data };
      case 'DirectionReviewNotified':
        return { ...known, notified: data };
    }
  };
  return requests.map((each) => (each.requested.requestId === data.requestId ? changed(each) : each));
}

type Known = { readonly requests: ReviewRequests; readonly isDirected: boolean; readonly hasEnded: boolean };

// Procedure: X9
/** Said again, nothing is new. @throws {Refusal} with what is missing before, or when the days are out of order. */
export function decideReview({ type, data }: DirectionReviewCommand, known: Known): readonly DirectionReviewEvent[] {
  const { requests } = known;
  const request = requests.find(({ requested }) => requested.requestId === data.requestId);
  if (type === 'RequestDirectionReview') {
    if (request) return sameAsKnown(request.requested, data) ? [] : no('review-already-requested');
    if (!known.isDirected) return no('placement-not-directed');
    if (known.hasEnded) return no('placement-ended');
    if (requests.some(isReviewOpen)) return no('review-request-open');
    return [{ type: 'DirectionReviewRequested', data }];
  }
  if (!request) return no('review-not-requested');
  const { requested, answered, invited, held, notified } = request;
  switch (type) {
    case 'AnswerDirectionReview': {
      const { notAgainWithinWeeks, heldBeforeOn, ...answer } = data;
      if (answered) return [];
      if (data.answeredOn < requested.receivedOn) return no('review-days-out-of-order');
      const recorded = requests.flatMap((each) => each.held?.heldOn ?? []);
      const last = lastOf([...recorded, ...(heldBeforeOn === undefined ? [] : [heldBeforeOn])], requested.receivedOn);
      const weeks = notAgainWithinWeeks ?? 0;
      const isRecent = last !== undefined && weeks > 0 && isWithinWeeks(last, requested.receivedOn, weeks);
      const said = isRecent ? { mustBeHeld: false, lastHeldOn: last } : { mustBeHeld: true };
      return [{ type: 'DirectionReviewAnswered', data: { ...answer, ...said } }];
    }
    case 'InviteToDirectionReview':
      if (invited && sameAsKnown(invited, data)) return [];
      assertThere({ 'answer-to-the-request': answered });
      if (held) return no('review-already-held');
      if (data.invitedOn < requested.receivedOn) return no('review-days-out-of-order');
      return [{ type: 'DirectionReviewInvited', data }];
    case 'HoldDirectionReview':
      if (held) return sameAsKnown(held, data) ? [] : no('review-already-held');
      assertThere({ 'answer-to-the-request': answered, 'invitations-to-the-review': invited });
      if (invited && data.heldOn < invited.invitedOn) return no('review-days-out-of-order');
      return [{ type: 'DirectionReviewHeld', data }];
    case 'NotifyOfDirectionReview':
      if (notified) return sameAsKnown(notified, data) ? [] : no('review-already-notified');
      assertThere({ 'answer-to-the-request': answered, 'invitations-to-the-review': invited, 'review-itself': held });
      if (held && data.noticeOn < held.heldOn) return no('review-days-out-of-order');
      return [{ type: 'DirectionReviewNotified', data }];
  }
}

/** The last review that was held before a request was received. */
const lastOf = (days: readonly Day[], receivedOn: Day): Day | undefined =>
  days
    .filter((each) => each <= receivedOn)
    .toSorted()
    .at(-1);

const dayMs = 86_400_000;
/** Whether a day lies in the so many weeks before another; one that is a whole day further back does not. */
export const isWithinWeeks = (earlier: Day, later: Day, weeks: number): boolean =>
  (Date.parse(later) - Date.parse(earlier)) / dayMs <= weeks * 7;

/** Refuses with the names of all that is missing. */
function assertThere(needed: Readonly<Record<string, unknown>>): void {
  const missing = Object.entries(needed).flatMap(([name, there]) => (there === undefined ? [name] : []));
  if (missing.length > 0) no('review-steps-missing', missing);
}
