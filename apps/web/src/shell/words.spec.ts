import {
  clockTime,
  count,
  dayInWords,
  dayOf,
  listInWords,
  localInput,
  localMoment,
  momentInWords,
  telHref,
  timeInWords,
  timeSince,
} from './words.js';

describe('days and times in words', () => {
  it('are those of a school office', () => {
    expect(dayInWords('2026-11-23')).toBe('Monday 23 November 2026');
    expect(['08:50', '09:00', '12:00', '13:05', '00:00', '00:30'].map(timeInWords)).toEqual([
      '8:50am',
      '9am',
      'midday',
      '1:05pm',
      'midnight',
      '12:30am',
    ]);
  });

  it('are told by the clock in London, in summer and in winter', () => {
    expect(clockTime('2026-11-23T09:05:00.000Z')).toBe('9:05am');
    expect(clockTime('2026-07-01T09:05:00.000Z')).toBe('10:05am');
    expect(dayOf('2026-07-01T23:30:00.000Z')).toBe('2026-07-02');
    expect(momentInWords('2026-03-03T09:40:00.000Z')).toBe('9:40am on Tuesday 3 March 2026');
  });

  it('come back from a form as the moment that was meant', () => {
    expect(localMoment.parse('2026-07-01T10:05')).toBe('2026-07-01T09:05:00.000Z');
    expect(localMoment.parse('2026-11-23T09:05:00.000Z')).toBe('2026-11-23T09:05:00.000Z');
    expect(localInput('2026-07-01T09:05:00.000Z')).toBe('2026-07-01T10:05');
    expect(localMoment.safeParse('yesterday').success).toBe(false);
  });

  it('say how long ago something was', () => {
    const now = '2026-11-23T10:00:00.000Z';
    expect(timeSince('2026-11-23T09:59:30.000Z', now)).toBe('just now');
    expect(timeSince('2026-11-23T09:59:00.000Z', now)).toBe('1 minute ago');
    expect(timeSince('2026-11-23T08:00:00.000Z', now)).toBe('2 hours ago');
    expect(timeSince('2026-11-20T08:00:00.000Z', now)).toBe('3 days ago');
  });
});

describe('words', () => {
  it('count and list', () => {
    expect([count(1, 'pupil'), count(2, 'pupil'), count(0, 'mark')]).toEqual(['1 pupil', '2 pupils', '0 marks']);
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((each) => listInWords(each))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('make a telephone number that a telephone dials', () => {
    expect(telHref('01632 960 202')).toBe('tel:01632960202');
    expect(telHref('+44 (0)1632 960202')).toBe('tel:+4401632960202');
  });
});
