import { erased } from '#event-sourcing';
import type { DutyOfSession, SessionRow } from '#read-models';
import { ids } from '#testing';
import { answerOf, standingOf, takenBy, toldPeople } from './standing.js';

const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), on: '2026-11-16', session: 'am' } as const;
const { priya, martin, dutyId } = ids('priya', 'martin', 'dutyId');
const expectation = { arriveAt: '2026-11-16T09:00:00.000Z', closed: false };
const check: DutyOfSession = {
  dutyId,
  kind: 'attendance-check',
  status: 'open',
  raisedAt: '2026-11-16T09:00:00.000Z',
  dueAt: '2026-11-16T09:30:00.000Z',
  late: false,
  steps: [],
};
const row = (more: Partial<SessionRow> = {}): SessionRow => ({
  ...about,
  notAccountedFor: false,
  duties: [check],
  ...more,
});
const at = (time: string) => `2026-11-16T${time}:00.000Z`;

describe('where a session stands', () => {
  it('is expected until the pupil is due, and then asked about', () => {
    expect(standingOf(null, expectation, at('08:59'))).toBe('expected');
    expect(standingOf(null, expectation, at('09:00'))).toBe('asked');
    expect(standingOf(row(), expectation, at('09:29'))).toBe('asked');
  });

  it('is silent from the moment at which the answer was due', () => {
    expect(standingOf(row(), expectation, at('09:30'))).toBe('silent');
    expect(standingOf(row({ duties: [{ ...check, status: 'missed' }] }), expectation, at('12:30'))).toBe('silent');
  });

  it('is answered, also when the answer has been erased since', () => {
    const answeredAt = at('09:10');
    expect(standingOf(row({ answer: 'present', answeredAt }), expectation, at('09:40'))).toBe('answered');
    expect(standingOf(row({ answer: erased, answeredAt }), expectation, at('09:40'))).toBe('answered');
  });

  it('is not answered because an answer that was never given reads as erased', () => {
    expect(standingOf(row({ answer: erased }), expectation, at('09:40'))).toBe('silent');
  });

  it('is missing while a search is open, whatever the provider says', () => {
    const searched = { searchId: dutyId, notAccountedFor: true };
    expect(standingOf(row({ ...searched, answer: 'present', answeredAt: at('09:35') }), expectation, at('09:40'))).toBe(
      'missing',
    );
    expect(standingOf(row(searched), { ...expectation, closed: true }, at('09:40'))).toBe('missing');
  });

  it('is accounted for when the school knows and the provider said nothing', () => {
    const found = row({ accountedAt: at('09:50') });
    expect(standingOf(found, expectation, at('10:00'))).toBe('accounted');
    expect(standingOf(found, { ...expectation, closed: true }, at('10:00'))).toBe('accounted');
  });

  it('is closed where nobody is there to answer', () => {
    expect(standingOf(null, { ...expectation, closed: true }, at('09:40'))).toBe('closed');
  });
});

describe('a session’s row', () => {
  it('says who took which duty', () => {
    const search: DutyOfSession = { ...check, kind: 'find-the-pupil', takenBy: priya, takenAt: at('09:42') };
    const both = row({ duties: [check, search] });
    expect(takenBy(both, 'find-the-pupil')).toEqual({ personId: priya, at: at('09:42') });
    expect(takenBy(both, 'attendance-check')).toBeNull();
  });

  it('says who was told, each once, and not by letters that failed or were never sent', () => {
    const step = { letters: [check.dutyId], stale: false, failedLetters: [] };
    const steps = [
      { ...step, step: 'unanswered', takenAt: at('09:30'), told: [priya] },
      { ...step, step: 'safeguarding', takenAt: at('10:00'), told: [priya, martin] },
      { ...step, step: 'head', takenAt: at('10:10'), told: [dutyId], failedLetters: [check.dutyId] },
      { ...step, step: 'late', takenAt: at('10:20'), told: [dutyId], stale: true },
    ];
    expect(toldPeople(row({ duties: [{ ...check, steps }] }))).toEqual([
      { personId: priya, at: at('09:30') },
      { personId: martin, at: at('10:00') },
    ]);
  });

  it('tells an answer, with its words, unless there is none to tell', () => {
    expect(answerOf(row({ answer: 'late', words: 'The bus.' }))).toEqual({ answer: 'late', words: 'The bus.' });
    expect(answerOf(row({ answer: 'late' }))).toEqual({ answer: 'late', words: '' });
    expect(answerOf(row())).toBeNull();
    expect(answerOf(row({ answer: erased }))).toBeNull();
  });
});
