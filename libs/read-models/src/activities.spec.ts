import type { MarkingEvent, Nature } from '#domain';
import { erased, type Erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { activities, ActivitiesOf, ActivitiesOfAnswers } from './activities.js';

const { personId } = ids('personId');
const about = ids('placementId', 'subjectId', 'schoolId');
const session = { ...about, ...ids('siteId'), on: '2026-11-24', session: 'am' } as const;
const decided = (nature?: Nature | Erased): MarkingEvent & { type: 'MarkDecided' } => ({
  type: 'MarkDecided',
  data: {
    ...session,
    code: nature === undefined ? 'N' : 'B',
    basis: 'what-activity',
    ...(nature === undefined ? {} : { nature }),
    decidedBy: personId,
    decidedAt: '2026-11-24T12:30:00.000Z',
  },
});

describe('what a pupil does at a placement', () => {
  const after = given(activities);
  it('is what the register last said', () =>
    after(decided('tuition'), decided('sport')).then({ ...about, nature: 'sport' }));
  it('stays over an absence, a visit and a day of transition', () =>
    after(decided('tuition'), decided(), decided('visit'), decided('transition-day')).then({
      ...about,
      nature: 'tuition',
    }));
  it('is not known any more once it is erased', () => after(decided(erased)).then({ ...about, nature: erased }));
  it('is found for a school', async () => {
    const found = await new ActivitiesOfAnswers(rowsOf(decided('sport'))).execute(
      new ActivitiesOf({ schoolId: about.schoolId }),
    );
    expect(found).toMatchObject([{ nature: 'sport' }]);
  });
});
