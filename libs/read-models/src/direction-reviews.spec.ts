import { erased } from '#event-sourcing';
import { given, heard, ids } from '#testing';
import { directionReviews } from './direction-reviews.js';

const about = ids('placementId', 'subjectId', 'schoolId', 'requestId');
const { personId } = ids('personId');
const asked = { by: 'parent', receivedOn: '2026-11-16', requestedBy: 'Ms Vance', says: 'It is too far.' } as const;
const requested = heard({ type: 'DirectionReviewRequested', data: { ...about, ...asked, personId } } as const);
const answered = (said: { answeredOn: string; mustBeHeld: boolean; lastHeldOn?: string }) =>
  heard({ type: 'DirectionReviewAnswered', data: { ...about, ...said, personId } } as const);
const held = { heldOn: '2026-11-20', present: 'All.', views: 'None.', decision: 'ends', because: 'Too far.' } as const;

// Procedure: X9
describe('the row of a written request for a review', () => {
  it('begins with who asked, and not with who of the school recorded it', () =>
    given(directionReviews)(requested).then({ ...about, ...asked }));

  it('keeps that none has to be held, and because of which', () => {
    const said = { answeredOn: '2026-11-17', mustBeHeld: false, lastHeldOn: '2026-10-01' };
    given(directionReviews)(requested, answered(said)).then({ ...about, ...asked, ...said });
  });

  it('keeps each step up to the notice', () => {
    const answer = { answeredOn: '2026-11-17', mustBeHeld: true };
    const invited = { invitedOn: '2026-11-17', who: 'Both parents.' };
    const notice = { noticeOn: '2026-11-23', upon: 'Ms Vance' };
    given(directionReviews)(
      requested,
      answered(answer),
      heard({ type: 'DirectionReviewInvited', data: { ...about, ...invited, personId } } as const),
      heard({ type: 'DirectionReviewHeld', data: { ...about, ...held, personId } } as const),
      heard({ type: 'DirectionReviewNotified', data: { ...about, ...notice, personId } } as const),
    ).then({ ...about, ...asked, ...answer, ...invited, ...held, ...notice });
  });

  it('says what is erased of it', () =>
    given(directionReviews)(
      heard({
        type: 'DirectionReviewRequested',
        data: { ...about, ...asked, requestedBy: erased, says: erased, personId },
      }),
    ).then({ ...about, ...asked, requestedBy: erased, says: erased }));
});
