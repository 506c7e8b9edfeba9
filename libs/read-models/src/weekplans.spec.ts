import { erased, idFrom } from '#event-sourcing';
import type { WeekplanEvent } from '#domain';
import { given, heard, ids, rowsOf } from '#testing';
import { WeekplanOf, WeekplanOfAnswers, weekplans } from './weekplans.js';

const { subjectId, schoolId, placementId } = ids('subjectId', 'schoolId', 'placementId');
const leave = {
  rationale: 'A phased return.',
  agreedWith: 'Her mother',
  agreedOn: '2026-11-12',
  reviewOn: '2026-11-30',
  endsOn: '2026-12-18',
};
const document = {
  documentId: idFrom('letter'),
  mediaType: 'application/pdf',
  bytes: 1_200,
  sealedHash: '0'.repeat(64),
} as const;
const about = { subjectId, schoolId };
const said = {
  sessions: [{ weekday: 1, session: 'am' as const, is: 'part-time-leave' as const }],
  leave,
  documents: [document],
  fileNames: ['letter.pdf'],
};
const planned = (from: string, changes: { sessions?: typeof erased } = {}): WeekplanEvent => ({
  type: 'RestOfWeekPlanned',
  data: { ...about, from, beside: [placementId], ...said, ...changes },
});

describe('the row of a week plan', () => {
  const after = given(weekplans);

  it('has the plans in the order of the days from which they hold, each with when it was entered', () => {
    const plan = { beside: [placementId], ...said, plannedOn: '2026-11-23' };
    after(planned('2026-11-23'), planned('2026-11-16'), planned('2026-11-23')).then({
      ...about,
      plans: [
        { from: '2026-11-16', ...plan },
        { from: '2026-11-23', ...plan },
      ],
    });
  });

  it('is erased with what it says, and says nothing again', () => {
    after(planned('2026-11-16'), planned('2026-11-16', { sessions: erased }), planned('2026-11-23')).then({
      ...about,
      plans: erased,
    });
  });
});

describe('the plans of a pupil’s week', () => {
  it('are found by the pupil', async () => {
    const answers = new WeekplanOfAnswers(rowsOf(heard(planned('2026-11-16'))));
    expect(await answers.execute(new WeekplanOf({ subjectId }))).toMatchObject(about);
    expect(await answers.execute(new WeekplanOf({ subjectId: schoolId }))).toBeNull();
  });
});
