import { given, heard, ids } from '#testing';
import { attendanceIdOf, dutyIdOf, whereaboutsIdOf } from '../vocabulary.js';
import { meetDutyWhenRecorded } from './meet-duty-when-recorded.js';

const { placementId, subjectId, schoolId, siteId, byId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'byId',
);
const session = { placementId, subjectId, schoolId, siteId, on: '2026-11-24', session: 'am' as const };
const said = {
  ...session,
  answer: 'absent' as const,
  answeredAt: '2026-11-24T09:12:00.000Z',
  channel: 'link' as const,
  byId,
};
const recordedAt = '2026-11-24T09:12:01.000Z';

describe('a duty is met when its fact is recorded', () => {
  const heardSo = given(meetDutyWhenRecorded);
  const stream = `attendance-${attendanceIdOf(session)}`;
  const meetCheck = {
    type: 'MeetDuty' as const,
    data: {
      dutyId: dutyIdOf('attendance-check', attendanceIdOf(session)),
      kind: 'attendance-check' as const,
      ...session,
      fact: stream,
      doneAt: '2026-11-24T09:12:00.000Z',
      factRecordedAt: recordedAt,
    },
  };

  it('by an answer, whatever it says', () =>
    heardSo()
      .when(heard({ type: 'ProviderAnswered' as const, data: said }, { stream, meta: { recordedAt } }))
      .then(meetCheck));

  it('by an answer that changes', () =>
    heardSo()
      .when(
        heard(
          { type: 'AnswerChanged' as const, data: { ...said, before: 'late' as const } },
          { stream, meta: { recordedAt } },
        ),
      )
      .then(meetCheck));

  it('by an account of where the pupil is', () => {
    const whereaboutsId = whereaboutsIdOf(subjectId, '2026-11-24', 'am');
    const account = {
      whereaboutsId,
      ...session,
      place: 'at-home' as const,
      onTheWordOf: 'mother, by telephone',
      certainty: 'told' as const,
      personId: byId,
      accountedAt: '2026-11-24T09:50:00.000Z',
    };
    heardSo()
      .when(
        heard(
          { type: 'PupilAccountedFor' as const, data: account },
          { stream: `whereabouts-${whereaboutsId}`, meta: { recordedAt: '2026-11-24T09:51:00.000Z' } },
        ),
      )
      .then({
        type: 'MeetDuty',
        data: {
          dutyId: dutyIdOf('find-the-pupil', whereaboutsId),
          kind: 'find-the-pupil',
          ...session,
          fact: `whereabouts-${whereaboutsId}`,
          doneAt: '2026-11-24T09:50:00.000Z',
          factRecordedAt: '2026-11-24T09:51:00.000Z',
        },
      });
  });
});
