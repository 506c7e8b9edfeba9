import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import type { AttendanceEvent } from '../attendance/attendance.js';
import { attendanceIdOf, dutyIdOf, whereaboutsIdOf } from '../vocabulary.js';
import type { WhereaboutsCommand } from '../whereabouts/whereabouts.js';
import { findThePupilWhenAbsentOrSilent } from './find-the-pupil-when-absent-or-silent.js';

const { placementId, subjectId, schoolId, siteId, byId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'byId',
);
const session = { placementId, subjectId, schoolId, siteId, on: '2026-11-24', session: 'am' as const };
const said = { ...session, answeredAt: '2026-11-24T09:12:00.000Z', channel: 'link' as const, byId };
const present: AttendanceEvent = { type: 'ProviderAnswered', data: { ...said, answer: 'present' } };
const absent: AttendanceEvent = { type: 'ProviderAnswered', data: { ...said, answer: 'absent' } };
const changed: AttendanceEvent = { type: 'AnswerChanged', data: { ...said, answer: 'absent', before: 'present' } };

const step = {
  dutyId: dutyIdOf('attendance-check', attendanceIdOf(session)),
  kind: 'attendance-check' as const,
  ...session,
  step: 'unconfirmed',
  takenAt: '2026-11-24T09:30:00.000Z',
  told: [],
  letters: [],
  stale: false,
};
const unconfirmed = { type: 'DutyStepTaken' as const, data: step };

const search = (because: 'absence' | 'silence', openedAt: string): WhereaboutsCommand => ({
  type: 'OpenWhereabouts',
  data: { whereaboutsId: whereaboutsIdOf(subjectId, '2026-11-24', 'am'), ...session, because, openedAt },
});

describe('the school looks for the pupil', () => {
  const heardSo = given(findThePupilWhenAbsentOrSilent);

  it('when the provider says that the pupil is absent, from that moment on', () =>
    heardSo().when(absent).then(search('absence', '2026-11-24T09:12:00.000Z')));
  it('when the provider says so on second thoughts', () =>
    heardSo(present).when(changed).then(search('absence', '2026-11-24T09:12:00.000Z')));
  it('when the absence is told ahead of the day', () =>
    heardSo()
      .when({ type: 'ProviderAnswered', data: { ...absent.data, answeredAt: '2026-11-20T14:00:00.000Z' } })
      .then(search('absence', '2026-11-20T14:00:00.000Z')));
  it('when the provider has been silent, from the moment at which that was noticed', () =>
    heardSo().when(unconfirmed).then(search('silence', '2026-11-24T09:30:00.000Z')));
  it('when the provider was silent and says then that the pupil is absent: for the same pupil, once', () =>
    heardSo(unconfirmed).when(absent).then(search('absence', '2026-11-24T09:12:00.000Z')));
  it('when the provider has been silent about this session, whatever it said of another', () =>
    heardSo({ type: 'ProviderAnswered', data: { ...said, session: 'pm', answer: 'present' } })
      .when(unconfirmed)
      .then(search('silence', '2026-11-24T09:30:00.000Z')));
});

describe('the school looks for nobody', () => {
  const heardSo = given(findThePupilWhenAbsentOrSilent);

  it('when the pupil is there', () => {
    heardSo().when(present).thenNothing();
    heardSo(absent)
      .when({ type: 'AnswerChanged', data: { ...said, answer: 'late', before: 'absent' } })
      .thenNothing();
  });
  it('when the answer crossed the step that noticed the silence', () =>
    heardSo(present).when(unconfirmed).thenNothing());
  it('when the silence was noticed too late to matter', () =>
    heardSo()
      .when({ ...unconfirmed, data: { ...step, stale: true } })
      .thenNothing());
  it('because of other steps, or the steps of the search itself', () => {
    heardSo()
      .when({ ...unconfirmed, data: { ...step, step: 'chase' } })
      .thenNothing();
    heardSo()
      .when({ ...unconfirmed, data: { ...step, kind: 'find-the-pupil' as const } })
      .thenNothing();
  });
  it('when the answer has been erased, which was an answer all the same', () => {
    const gone: AttendanceEvent = { type: 'ProviderAnswered', data: { ...said, answer: erased } };
    heardSo().when(gone).thenNothing();
    heardSo(gone).when(unconfirmed).thenNothing();
  });
});
