import { dutyIdOf, type DutyEvent } from '#domain';
import { given, ids } from '#testing';
import { reachedNobody, type DutyOfSession, type SessionRow } from './session-row.js';
import { sessions } from './sessions.js';

const { adultId, personId, letterId, laterLetterId, whereaboutsId } = ids(
  'adultId',
  'personId',
  'letterId',
  'laterLetterId',
  'whereaboutsId',
);
const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), on: '2026-11-24', session: 'am' } as const;
const nothing: SessionRow = { ...about, notAccountedFor: false, duties: [] };

describe('the duties of a session', () => {
  const after = given(sessions);
  const dutyId = dutyIdOf('attendance-check', about.placementId);
  const otherDutyId = dutyIdOf('find-the-pupil', whereaboutsId);
  const aboutDuty = { dutyId, kind: 'attendance-check', ...about } as const;
  const raised = {
    type: 'DutyRaised' as const,
    data: {
      ...aboutDuty,
      raisedAt: '2026-11-24T09:15:00.000Z',
      dueAt: '2026-11-24T09:45:00.000Z',
      missedAt: '2026-11-24T12:00:00.000Z',
      late: false,
    },
  };
  const otherRaised: DutyEvent = {
    type: 'DutyRaised',
    data: {
      ...aboutDuty,
      dutyId: otherDutyId,
      kind: 'find-the-pupil',
      raisedAt: '2026-11-24T09:45:00.000Z',
      dueAt: '2026-11-24T10:15:00.000Z',
      late: true,
    },
  };
  const stepBy = (letter: string): DutyEvent => ({
    type: 'DutyStepTaken',
    data: {
      ...aboutDuty,
      step: 'chase',
      takenAt: '2026-11-24T09:45:02.000Z',
      told: [adultId],
      letters: [letter],
      stale: false,
    },
  });
  const failed: DutyEvent = { type: 'DutyStepFailed', data: { ...aboutDuty, step: 'chase', letterId } };
  const met = {
    ...aboutDuty,
    fact: 'attendance-1',
    doneAt: '2026-11-24T09:50:00.000Z',
    factRecordedAt: '2026-11-24T09:51:00.000Z',
  };
  const duty: DutyOfSession = {
    dutyId,
    kind: 'attendance-check',
    status: 'open',
    late: false,
    steps: [],
    raisedAt: '2026-11-24T09:15:00.000Z',
    dueAt: '2026-11-24T09:45:00.000Z',
    missedAt: '2026-11-24T12:00:00.000Z',
  };
  const otherDuty: DutyOfSession = {
    dutyId: otherDutyId,
    kind: 'find-the-pupil',
    status: 'open',
    late: true,
    steps: [],
    raisedAt: '2026-11-24T09:45:00.000Z',
    dueAt: '2026-11-24T10:15:00.000Z',
  };
  const step = {
    step: 'chase',
    takenAt: '2026-11-24T09:45:02.000Z',
    told: [adultId],
    letters: [letterId],
    stale: false,
    failedLetters: [],
  };
  const owing = (...duties: DutyOfSession[]): SessionRow => ({ ...nothing, duties });

  it('are raised open', () => after(raised).then(owing(duty)));
  it('are raised in their order, late ones marked, and may stay open for good', () =>
    after(raised, otherRaised).then(owing(duty, otherDuty)));
  it('hold the steps that were taken', () => after(raised, stepBy(letterId)).then(owing({ ...duty, steps: [step] })));
  it('hold only that step as failed whose letter reached nobody', () =>
    after(raised, stepBy(laterLetterId), stepBy(letterId), failed).then(
      owing({
        ...duty,
        steps: [
          { ...step, letters: [laterLetterId] },
          { ...step, failedLetters: [letterId] },
        ],
      }),
    ));
  it('hold a step that reached nobody beside the same step taken again', () =>
    after(raised, stepBy(letterId), failed, stepBy(laterLetterId)).then(
      owing({
        ...duty,
        steps: [
          { ...step, failedLetters: [letterId] },
          { ...step, letters: [laterLetterId] },
        ],
      }),
    ));
  it('are taken by a named person', () =>
    after(raised, {
      type: 'DutyTaken',
      data: { ...aboutDuty, personId, takenAt: '2026-11-24T10:00:00.000Z' },
    }).then(owing({ ...duty, takenBy: personId, takenAt: '2026-11-24T10:00:00.000Z' })));
  it('are met', () => after(raised, { type: 'DutyMet', data: met }).then(owing({ ...duty, status: 'met' })));
  it('are missed', () =>
    after(raised, { type: 'DutyMissed', data: { ...aboutDuty, clockAt: '2026-11-24T12:00:01.000Z' } }).then(
      owing({ ...duty, status: 'missed' }),
    ));
  it('are shown to have been done on time', () =>
    after(
      raised,
      { type: 'DutyMissed', data: { ...aboutDuty, clockAt: '2026-11-24T12:00:01.000Z' } },
      { type: 'DutyShownDoneOnTime', data: met },
    ).then(owing({ ...duty, status: 'shown-done-on-time' })));
  it('are withdrawn', () =>
    after(raised, { type: 'DutyWithdrawn', data: { ...aboutDuty, because: 'provider-closed' } }).then(
      owing({ ...duty, status: 'withdrawn' }),
    ));
  it('are owed after all, with what was done about them', () =>
    after(
      raised,
      otherRaised,
      stepBy(letterId),
      { type: 'DutyTaken', data: { ...aboutDuty, personId, takenAt: '2026-11-24T10:00:00.000Z' } },
      { type: 'DutyWithdrawn', data: { ...aboutDuty, because: 'provider-closed' } },
      { ...raised, data: { ...raised.data, dueAt: '2026-11-24T10:30:00.000Z', late: true } },
    ).then(
      owing(
        {
          ...duty,
          dueAt: '2026-11-24T10:30:00.000Z',
          late: true,
          steps: [step],
          takenBy: personId,
          takenAt: '2026-11-24T10:00:00.000Z',
        },
        otherDuty,
      ),
    ));
  it('are told apart', () =>
    after(raised, otherRaised, { type: 'DutyMet', data: met }).then(owing({ ...duty, status: 'met' }, otherDuty)));
  it('that were never raised are none', () => after({ type: 'DutyMet', data: met }).then(nothing));
});

describe('a step', () => {
  const { one, other } = ids('one', 'other');
  const step = { step: 'chase', takenAt: '2026-11-24T09:45:02.000Z', told: [adultId, personId], stale: false };

  it('reached nobody once all of its letters came back', () => {
    expect(reachedNobody({ ...step, letters: [one, other], failedLetters: [other, one] })).toBe(true);
  });
  it('reached somebody as long as one did not', () => {
    expect(reachedNobody({ ...step, letters: [one, other], failedLetters: [other] })).toBe(false);
  });
  it('without letters has told whom it told otherwise', () => {
    expect(reachedNobody({ ...step, letters: [], failedLetters: [] })).toBe(false);
  });
});
