import fc from 'fast-check';
import { given, ids } from '#testing';
import { isReviewOpen, isWithinWeeks } from './direction-review.js';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const of = ids('placementId', 'subjectId', 'schoolId');
const { requestId, secondId, personId, providerId, siteId } = ids(
  'requestId',
  'secondId',
  'personId',
  'providerId',
  'siteId',
);
const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
const procedure = { id: 'off-site-education', edition: '2025-01' };
const proposal = { ...of, providerId, siteId, purpose: 'To learn to cook.', startOn: '2026-11-02', slots, procedure };
const directed: PlacementEvent = { type: 'PlacementProposed', data: { ...proposal, route: 'directed' } };
const about = { ...of, requestId, personId };
const asked = { ...about, by: 'parent', receivedOn: '2026-11-16', requestedBy: 'Ms Khan', says: 'Please.' } as const;
const requested: PlacementEvent = { type: 'DirectionReviewRequested', data: asked };
const answered: PlacementEvent = {
  type: 'DirectionReviewAnswered',
  data: { ...about, answeredOn: '2026-11-17', mustBeHeld: true },
};
const inviting = { ...about, invitedOn: '2026-11-17', who: 'Both parents, the provider, the SENCO' };
const invited: PlacementEvent = { type: 'DirectionReviewInvited', data: inviting };
const meeting = { present: 'Both parents', views: 'The provider’s, in writing.', because: 'It helps.' };
const holding = { ...about, heldOn: '2026-11-24', decision: 'goes-on', ...meeting } as const;
const held: PlacementEvent = { type: 'DirectionReviewHeld', data: holding };
const noticing = { ...about, noticeOn: '2026-11-26', upon: 'Both parents' };
const notified: PlacementEvent = { type: 'DirectionReviewNotified', data: noticing };

const request: PlacementCommand = { type: 'RequestDirectionReview', data: asked };
const answer = (heldBeforeOn?: string): PlacementCommand => ({
  type: 'AnswerDirectionReview',
  data: {
    ...about,
    answeredOn: '2026-11-17',
    notAgainWithinWeeks: 10,
    ...(heldBeforeOn === undefined ? {} : { heldBeforeOn }),
  },
});
const invite: PlacementCommand = { type: 'InviteToDirectionReview', data: inviting };
const hold: PlacementCommand = { type: 'HoldDirectionReview', data: holding };
const notify: PlacementCommand = { type: 'NotifyOfDirectionReview', data: noticing };

// Procedure: X9
describe('the review of a direction on written request', () => {
  const after = given(placement);

  it('is of a direction alone, and one request at a time', () => {
    after(directed).when(request).then(requested);
    after({ type: 'PlacementProposed', data: proposal }).when(request).thenRefused('placement-not-directed');
    const second: PlacementCommand = { type: 'RequestDirectionReview', data: { ...asked, requestId: secondId } };
    after(directed, requested).when(second).thenRefused('review-request-open');
    after(directed, requested, answered, invited, held, notified)
      .when(second)
      .then({ type: 'DirectionReviewRequested', data: { ...asked, requestId: secondId } });
  });

  it('has to be held unless there was one in the ten weeks before, which is then the reason', () => {
    after(directed, requested).when(answer()).then(answered);
    const none = { ...about, answeredOn: '2026-11-17', mustBeHeld: false, lastHeldOn: '2026-09-08' };
    after(directed, requested).when(answer('2026-09-08')).then({ type: 'DirectionReviewAnswered', data: none });
    after(directed, requested).when(answer('2026-09-06')).then(answered);
  });

  it('goes step by step, and says which steps are missing', () => {
    after(directed, requested).when(hold).thenRefused('review-steps-missing');
    after(directed, requested, answered).when(notify).thenRefused('review-steps-missing');
    after(directed, requested, answered).when(invite).then(invited);
    after(directed, requested, answered, invited).when(hold).then(held);
    after(directed, requested, answered, invited, held).when(notify).then(notified);
    after(directed).when(invite).thenRefused('review-not-requested');
  });

  it('is recorded once, however often', () => {
    const all = [directed, requested, answered, invited, held, notified];
    for (const again of [request, answer(), invite, hold, notify])
      after(...all)
        .when(again)
        .thenNothing();
  });

  it('keeps its days in order', () => {
    const early: PlacementCommand = { type: 'HoldDirectionReview', data: { ...holding, heldOn: '2026-11-16' } };
    after(directed, requested, answered, invited).when(early).thenRefused('review-days-out-of-order');
  });

  it('is open until notice is given, or it is known that none is held', () => {
    expect(isReviewOpen({})).toBe(true);
    expect(isReviewOpen({ answered: { ...about, answeredOn: '2026-11-17', mustBeHeld: true } })).toBe(true);
    expect(isReviewOpen({ answered: { ...about, answeredOn: '2026-11-17', mustBeHeld: false } })).toBe(false);
    expect(isReviewOpen({ notified: noticing })).toBe(false);
  });
});

describe('the weeks before a day', () => {
  it('end with the day that lies as many weeks back', () => {
    const day = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 200 }), (at, back) =>
        expect(isWithinWeeks(day(at), day(at + back), 10)).toBe(back <= 70),
      ),
    );
  });
});
