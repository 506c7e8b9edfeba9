import { z } from 'zod';
import { placementEvents, reviewDecision, reviewRequester } from '#domain';
import { day, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(
  placementEvents,
  'DirectionReviewRequested',
  'DirectionReviewAnswered',
  'DirectionReviewInvited',
  'DirectionReviewHeld',
  'DirectionReviewNotified',
);

const directionReviewRow = z.object({
  requestId: id,
  placementId: id,
  subjectId: id,
  schoolId: id,
  by: reviewRequester,
  receivedOn: day,
  requestedBy: personal(z.string()),
  says: personal(z.string()),
  answeredOn: day.optional(),
  mustBeHeld: z.boolean().optional(),
  /** The review because of which none has to be held. */
  lastHeldOn: day.optional(),
  invitedOn: day.optional(),
  who: personal(z.string()).optional(),
  heldOn: day.optional(),
  present: personal(z.string()).optional(),
  views: personal(z.string()).optional(),
  decision: reviewDecision.optional(),
  because: personal(z.string()).optional(),
  noticeOn: day.optional(),
  upon: personal(z.string()).optional(),
});
export type DirectionReviewRow = z.output<typeof directionReviewRow>;

/** The written requests for a review of a direction, each with how far it has come. */
// Procedure: X9
export const directionReviews: Projection<MessageOf<typeof hears>, DirectionReviewRow> = {
  name: 'direction-reviews',
  version: 1,
  hears: [hears],
  row: directionReviewRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId'],
  rowId: ({ data }) => data.requestId,

  evolve: (row, { type, data }) => {
    if (type === 'DirectionReviewRequested') {
      const { personId: _personId, ...asked } = data;
      return asked;
    }
    const { personId: _personId, ...said } = data;
    return row && { ...row, ...said };
  },
};

/** The requests for a review of a placement's direction, the latest first. */
export class DirectionReviewsOf extends Ask<{ placementId: Id }, Found<DirectionReviewRow>[]> {}
export const DirectionReviewsOfAnswers = answers(DirectionReviewsOf, async (rows, { placementId }, asAt) =>
  (await rows.find(directionReviews, { placementId }, asAt)).sort(
    (a, b) => b.receivedOn.localeCompare(a.receivedOn) || (a.requestId < b.requestId ? 1 : -1),
  ),
);
