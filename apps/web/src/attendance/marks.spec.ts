import { ids } from '#testing';
import { readMarks, markField, markKey, recordMark, type Markable } from './marks.js';

const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), on: '2026-11-16', session: 'am' } as const;
const amara: Markable = {
  about,
  name: 'Amara B',
  year: 'Year 10',
  beginsAt: '2026-11-16T08:50:00.000Z',
  known: null,
};
const key = markKey(about);
const now = '2026-11-16T09:05:00.000Z';
const read = (body: unknown, markable = amara, at = now) => readMarks(body, [markable], at);
const messages = (body: unknown, markable = amara, at = now) =>
  read(body, markable, at).errors?.summary.map(({ text }) => text);

describe('a form of marks', () => {
  it('gives a mark for each pupil whose answer was chosen', () => {
    const { marks, errors } = read({ [`answer-${key}`]: 'late', [`words-${key}`]: ' The bus. ' });
    expect(errors).toBeNull();
    expect(marks).toEqual([{ about, beginsAt: amara.beginsAt, answer: 'late', words: 'The bus.' }]);
  });

  it('wants at least one answer', () => {
    expect(messages({})).toEqual(['Choose an answer for at least one pupil']);
  });

  it('wants an answer to go with words', () => {
    expect(messages({ [`words-${key}`]: 'On a visit' })).toEqual(['Choose present, late or absent for Amara B']);
  });

  it('knows no other answer', () => {
    expect(messages({ [`answer-${key}`]: 'perhaps' })).toEqual(['Choose present, late or absent for Amara B']);
  });

  it.each(['present', 'late'])('takes nobody for %s before the session begins', (answer) => {
    expect(messages({ [`answer-${key}`]: answer }, amara, '2026-11-16T08:49:59.999Z')).toEqual([
      `Amara B can’t be marked ${answer} yet: the morning begins at 8:50am`,
    ]);
  });

  it('takes an absence at any time', () => {
    expect(read({ [`answer-${key}`]: 'absent' }, amara, '2026-11-16T07:00:00.000Z').marks).toHaveLength(1);
  });

  it('keeps words short', () => {
    expect(messages({ [`answer-${key}`]: 'late', [`words-${key}`]: 'x'.repeat(501) })).toEqual([
      'What you say about Amara B must be 500 characters or fewer',
    ]);
  });

  it('records nothing when it is sent again', () => {
    const known: Markable = { ...amara, known: { answer: 'late', words: 'The bus.' } };
    const { marks, errors } = read({ [`answer-${key}`]: 'late', [`words-${key}`]: 'The bus.' }, known);
    expect([marks, errors]).toEqual([[], null]);
  });

  it('takes nothing back that somebody else said while the page was open', () => {
    // The page showed present; meanwhile the provider rang to say that the pupil had left.
    const changed: Markable = { ...amara, known: { answer: 'absent', words: 'Left at nine.' } };
    const shown = markField({ ...amara, known: { answer: 'present', words: '' } }, 'morning', undefined, null);
    const { marks, errors } = read({ [`answer-${key}`]: 'present', [`was-${key}`]: shown.was }, changed);
    expect([marks, errors]).toEqual([[], null]);
  });

  it('shows again what was sent, with what was wrong', () => {
    const body = { [`words-${key}`]: 'On a visit' };
    const field = markField(amara, 'morning', body, read(body).errors);
    expect(field).toMatchObject({ words: 'On a visit', error: 'Choose present, late or absent for Amara B' });
    expect(field.choices[0]?.id).toBe(`answer-${key}`);
  });

  it('gives the command with who said it, how and when', () => {
    const [mark] = read({ [`answer-${key}`]: 'present' }).marks;
    if (!mark) throw new Error('There is no mark.');
    const given = { byId: about.siteId, channel: 'link', answeredAt: now } as const;
    expect(recordMark(mark, given)).toEqual({
      type: 'RecordAnswer',
      data: { ...about, answer: 'present', ...given, sessionBeginsAt: amara.beginsAt },
    });
  });
});
