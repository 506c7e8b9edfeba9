import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { attendance, type AttendanceCommand, type AttendanceEvent } from './attendance.js';

const about = {
  ...ids('placementId', 'subjectId', 'schoolId', 'siteId'),
  on: '2026-11-24',
  session: 'am' as const,
};
const { byId, personId } = ids('byId', 'personId');
const present = {
  ...about,
  answer: 'present' as const,
  answeredAt: '2026-11-24T09:05:00.000Z',
  channel: 'link' as const,
  byId,
};
const late = {
  ...present,
  answer: 'late' as const,
  words: 'Came at ten past.',
  answeredAt: '2026-11-24T09:12:00.000Z',
};
const absent = { ...present, answer: 'absent' as const, answeredAt: '2026-11-24T09:30:00.000Z' };

type Said = Extract<AttendanceEvent, { type: 'ProviderAnswered' }>['data'];
const record = (said: Said): AttendanceCommand => ({
  type: 'RecordAnswer',
  data: { ...said, sessionBeginsAt: '2026-11-24T09:00:00.000Z' },
});
const answered: AttendanceEvent = { type: 'ProviderAnswered', data: present };
const changedToLate: AttendanceEvent = { type: 'AnswerChanged', data: { ...late, before: 'present' } };
const changedToAbsent: AttendanceEvent = { type: 'AnswerChanged', data: { ...absent, before: 'present' } };

describe('an attendance', () => {
  const after = given(attendance);

  it('is what the provider answers', () => after().when(record(present)).then(answered));
  it('is answered once, however often', () => after(answered).when(record(present)).thenNothing());
  it('is the same answer when somebody else gives it, later and another way', () =>
    after(answered)
      .when({
        type: 'RecordAnswer',
        data: {
          ...present,
          channel: 'telephone',
          byId: personId,
          answeredAt: '2026-11-24T09:20:00.000Z',
          sessionBeginsAt: '2026-11-24T09:00:00.000Z',
        },
      })
      .thenNothing());

  it('changes with another answer, and keeps the one before', () => {
    after(answered).when(record(late)).then(changedToLate);
    after(answered).when(record(absent)).then(changedToAbsent);
    after(answered, changedToLate)
      .when(record(absent))
      .then({ type: 'AnswerChanged', data: { ...absent, before: 'late' } });
  });
  it('changes once, however often', () => after(answered, changedToLate).when(record(late)).thenNothing());
  it('does not change back when an old form is sent again', () =>
    after(answered, changedToAbsent).when(record(present)).thenNothing());
  it('changes back when the provider says so again', () => {
    const again = { ...present, answeredAt: '2026-11-24T09:40:00.000Z' };
    after(answered, changedToAbsent)
      .when(record(again))
      .then({ type: 'AnswerChanged', data: { ...again, before: 'absent' } });
  });
  it('keeps words that come with the same answer later', () => {
    const explained = { ...late, words: 'The bus was late.', answeredAt: '2026-11-24T09:20:00.000Z' };
    after(answered, changedToLate)
      .when(record(explained))
      .then({ type: 'AnswerChanged', data: { ...explained, before: 'late' } });
  });
  it('loses no words to the same answer without any', () => {
    const { words: _unsaid, ...brief } = late;
    after(answered, changedToLate)
      .when(record({ ...brief, answeredAt: '2026-11-24T09:20:00.000Z' }))
      .thenNothing();
  });

  it('is not presence before the session begins', () => {
    const early = '2026-11-24T08:59:59.999Z';
    after()
      .when(record({ ...present, answeredAt: early }))
      .thenRefused('session-not-begun');
    after()
      .when(record({ ...late, answeredAt: early }))
      .thenRefused('session-not-begun');
  });
  it('is presence from the moment at which it begins', () => {
    const sharp = { ...present, answeredAt: '2026-11-24T09:00:00.000Z' };
    after().when(record(sharp)).then({ type: 'ProviderAnswered', data: sharp });
  });
  it('is an absence that is known ahead', () => {
    const ahead = { ...absent, answeredAt: '2026-11-20T14:00:00.000Z' };
    after().when(record(ahead)).then({ type: 'ProviderAnswered', data: ahead });
  });

  it('is not answered anew after erasure', () =>
    after({ type: 'ProviderAnswered', data: { ...late, answer: erased, words: erased } })
      .when(record(absent))
      .thenNothing());
});
