import fc from 'fast-check';
import { returnNeeds, returnWeeks } from './return-weeks.js';
import { SchoolCalendar } from './school-calendar.js';

/** A school with a half-term, and an INSET day on a Friday. */
const calendar = new SchoolCalendar({
  sessionTimes: [],
  terms: [
    { from: '2026-09-02', to: '2026-10-23' },
    { from: '2026-11-02', to: '2026-12-18' },
  ],
  daysOff: [{ on: '2026-10-16' }],
});
const states = (backOn: string, checks: readonly string[], today: string) =>
  returnWeeks(backOn, checks, calendar, today).map(({ state }) => state);

// Procedure: S11.2
describe('the weeks of a return', () => {
  it('are four weeks in which the school meets; holidays are none of them', () => {
    const weeks = returnWeeks('2026-10-15', [], calendar, '2026-10-15');
    expect(weeks.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-15', '2026-10-15'],
      ['2026-10-19', '2026-10-23'],
      ['2026-11-02', '2026-11-06'],
      ['2026-11-09', '2026-11-13'],
    ]);
  });
  it('are done by a look in them, owed while they last, and overdue once they are over', () => {
    expect(states('2026-11-09', ['2026-11-12'], '2026-11-24')).toEqual(['done', 'overdue', 'owed', 'ahead']);
    // On its last school day it is owed still; on the Saturday it is not done any more, and a look then is one.
    expect(states('2026-11-09', [], '2026-11-13')[0]).toBe('owed');
    expect(states('2026-11-09', [], '2026-11-14')[0]).toBe('overdue');
    expect(states('2026-11-09', ['2026-11-14'], '2026-11-14')[0]).toBe('done');
  });
  it('are fewer where no later term is entered', () =>
    expect(states('2026-12-14', [], '2026-12-14')).toEqual(['owed']));

  it('are four at most, in order, and none of them has no school day', () => {
    const day = fc.date({ min: new Date('2026-09-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    const text = day.map((each) => each.toISOString().slice(0, 10));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), text, (backOn, checks, today) => {
        const weeks = returnWeeks(backOn, checks, calendar, today);
        expect(weeks.length).toBeLessThanOrEqual(4);
        for (const [index, week] of weeks.entries()) {
          expect(week.from >= backOn && week.from <= week.to).toBe(true);
          expect(calendar.isSchoolDay(week.from) && calendar.isSchoolDay(week.to)).toBe(true);
          expect(week.from > (weeks[index - 1]?.to ?? '')).toBe(true);
          expect(week.state === 'done').toBe(week.checkedOn !== null);
          expect(week.state === 'overdue').toBe(week.checkedOn === null && week.to < today);
        }
      }),
      { seed: 31 },
    );
  });
});

describe('what a return needs', () => {
  const needs = (checks: readonly string[], today: string) =>
    returnNeeds(returnWeeks('2026-11-09', checks, calendar, today), checks);

  it('is a look this week, and first of all one that is overdue', () => {
    expect(needs([], '2026-11-10')).toBe('owed');
    expect(needs(['2026-11-10'], '2026-11-10')).toBe(null);
    expect(needs(['2026-11-10'], '2026-11-16')).toBe('owed');
    expect(needs([], '2026-11-16')).toBe('overdue');
    expect(needs(['2026-11-16'], '2026-11-16')).toBe(null);
  });
  it('is nothing more once the weeks are over, unless the last of them was left out', () => {
    const all = ['2026-11-10', '2026-11-17', '2026-11-24', '2026-12-01'];
    expect(needs(all, '2026-12-14')).toBe(null);
    expect(needs(all.slice(0, 3), '2026-12-14')).toBe('overdue');
    expect(needs([...all.slice(0, 3), '2026-12-14'], '2026-12-14')).toBe(null);
  });
});
