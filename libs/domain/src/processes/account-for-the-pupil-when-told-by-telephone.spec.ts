import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import type { AttendanceEvent } from '../attendance/attendance.js';
import { whereaboutsIdOf } from '../vocabulary.js';
import type { WhereaboutsCommand, WhereaboutsEvent } from '../whereabouts/whereabouts.js';
import { accountForThePupilWhenToldByTelephone } from './account-for-the-pupil-when-told-by-telephone.js';

const { subjectId, personId } = ids('subjectId', 'personId');
const session = {
  ...ids('placementId', 'schoolId', 'siteId'),
  subjectId,
  on: '2026-11-24',
  session: 'am' as const,
};
const whereaboutsId = whereaboutsIdOf(subjectId, '2026-11-24', 'am');
const said = { ...session, answeredAt: '2026-11-24T09:40:00.000Z', channel: 'telephone' as const, byId: personId };
const present: AttendanceEvent = { type: 'ProviderAnswered', data: { ...said, answer: 'present' } };
const absent: AttendanceEvent = { type: 'ProviderAnswered', data: { ...said, answer: 'absent' } };
const opened: WhereaboutsEvent = {
  type: 'WhereaboutsOpened',
  data: { whereaboutsId, ...session, because: 'silence', openedAt: '2026-11-24T09:30:00.000Z' },
};
const accounted: WhereaboutsEvent = {
  type: 'PupilAccountedFor',
  data: {
    whereaboutsId,
    ...session,
    place: 'at-home',
    onTheWordOf: 'mother, by telephone',
    certainty: 'told',
    personId,
    accountedAt: '2026-11-24T09:35:00.000Z',
  },
};
const takeWord = (accountedAt: string): WhereaboutsCommand => ({
  type: 'TakeProvidersWord',
  data: {
    whereaboutsId,
    ...session,
    place: 'at-provider',
    onTheWordOf: 'the provider, by telephone',
    certainty: 'told',
    personId,
    accountedAt,
  },
});

const heardSo = given(accountForThePupilWhenToldByTelephone);

describe('a pupil whom the school looks for is accounted for', () => {
  it('when somebody of the school is told by telephone that the pupil is there', () =>
    heardSo(opened).when(present).then(takeWord('2026-11-24T09:40:00.000Z')));
  it('when the pupil is late, too', () =>
    heardSo(opened)
      .when({ type: 'ProviderAnswered', data: { ...said, answer: 'late' } })
      .then(takeWord('2026-11-24T09:40:00.000Z')));
  it('when the provider was wrong before', () =>
    heardSo(absent, opened)
      .when({ type: 'AnswerChanged', data: { ...said, answer: 'present', before: 'absent' } })
      .then(takeWord('2026-11-24T09:40:00.000Z')));
  it('when the call crossed the opening of the search, as of the later of the two', () => {
    heardSo(present).when(opened).then(takeWord('2026-11-24T09:40:00.000Z'));
    const laterOpened: WhereaboutsEvent = {
      type: 'WhereaboutsOpened',
      data: { whereaboutsId, ...session, because: 'silence', openedAt: '2026-11-24T09:40:10.000Z' },
    };
    heardSo(present).when(laterOpened).then(takeWord('2026-11-24T09:40:10.000Z'));
  });
});

describe('a pupil whom the school looks for is not accounted for', () => {
  it('by what the provider enters through its link', () =>
    heardSo(opened)
      .when({ type: 'ProviderAnswered', data: { ...said, answer: 'present', channel: 'link' } })
      .thenNothing());
  it('by a call in which the pupil is said to be absent', () => heardSo(opened).when(absent).thenNothing());
  it('by a call that another answer has overtaken', () => {
    heardSo(present, { type: 'AnswerChanged', data: { ...said, answer: 'absent', before: 'present' } })
      .when(opened)
      .thenNothing();
    heardSo(present, { type: 'AnswerChanged', data: { ...said, answer: 'late', before: 'present', channel: 'link' } })
      .when(opened)
      .thenNothing();
  });
  it('by an answer that has been erased', () =>
    heardSo(opened)
      .when({ type: 'ProviderAnswered', data: { ...said, answer: erased } })
      .thenNothing());
});

describe('a call ends no search', () => {
  it('when there is none', () => heardSo().when(present).thenNothing());
  it('when somebody has ended it already', () => heardSo(opened, accounted).when(present).thenNothing());
  it('a second time', () => heardSo(opened, present).when(accounted).thenNothing());
});
