import type { RegisterCode } from '#domain';
import fc from 'fast-check';
import { explainBy, isExplanationOverdue, sickDays, unauthorisedInARow } from './register-clock.js';
import { SchoolCalendar, type CalendarFacts } from './school-calendar.js';

const times = { am: { start: '08:50', end: '12:10' }, pm: { start: '13:10', end: '15:20' } };
const year: CalendarFacts = {
  sessionTimes: [{ from: '2026-09-01', ...times }],
  terms: [
    { from: '2026-09-02', to: '2026-10-16' },
    { from: '2026-11-02', to: '2026-12-18' },
    { from: '2027-04-12', to: '2027-05-28' },
  ],
  daysOff: [{ on: '2026-11-20' }],
};
const hollinBank = new SchoolCalendar(year);
/** Its half-term is a week later, and it has no INSET day in November. */
const millrace = new SchoolCalendar({
  ...year,
  terms: [
    { from: '2026-09-02', to: '2026-10-23' },
    { from: '2026-11-02', to: '2026-12-18' },
  ],
  daysOff: [],
});
const marked = (code: RegisterCode, ...days: string[]) => days.map((on) => ({ on, session: 'am' as const, code }));

describe('the days in which a reason for an absence is found out', () => {
  // Procedure: S8.23
  it.each([
    ['an ordinary week', '2026-11-03', '2026-11-10'],
    ['an INSET day', '2026-11-17', '2026-11-25'],
    ['the half-term', '2026-10-14', '2026-11-04'],
    ['a bank holiday', '2027-04-29', '2027-05-07'],
    ['the end of summer time, on 25 October', '2026-10-16', '2026-11-06'],
  ])('are five school days, over %s', (_, on, by) => {
    expect(explainBy(on, hollinBank)).toBe(by);
    expect(isExplanationOverdue(on, hollinBank, by)).toBe(false);
    const next = hollinBank.nextSchoolDay(by);
    expect(next && isExplanationOverdue(on, hollinBank, next)).toBe(true);
  });
  it('are each school’s own: for the same session two schools have two days', () => {
    expect([explainBy('2026-10-14', hollinBank), explainBy('2026-10-14', millrace)]).toEqual([
      '2026-11-04',
      '2026-10-21',
    ]);
    expect([explainBy('2026-11-17', hollinBank), explainBy('2026-11-17', millrace)]).toEqual([
      '2026-11-25',
      '2026-11-24',
    ]);
  });
  it('are not over where the calendar ends before them', () => {
    expect(explainBy('2027-05-27', hollinBank)).toBeNull();
    expect(isExplanationOverdue('2027-05-27', hollinBank, '2027-07-01')).toBe(false);
  });
  it('are five school days from any school day on', () => {
    const days = [...hollinBank.schoolDays('2026-09-02', '2026-12-11')];
    fc.assert(
      fc.property(fc.constantFrom(...days), (on) => {
        expect(hollinBank.schoolDaysBetween(on, explainBy(on, hollinBank) ?? on)).toBe(5);
      }),
    );
  });
});

describe('the days after which the local authority is told', () => {
  const week = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13'];
  it('run on over days that are not marked here, and end with a day attended or on leave', () => {
    expect(unauthorisedInARow([...marked('B', '2026-11-06'), ...marked('O', ...week)], hollinBank)).toBe(5);
    expect(unauthorisedInARow([...marked('O', ...week), ...marked('N', '2026-11-16')], hollinBank)).toBe(6);
    expect(unauthorisedInARow([...marked('O', ...week), ...marked('I', '2026-11-16')], hollinBank)).toBe(0);
    expect(unauthorisedInARow([...marked('O', ...week), ...marked('D', '2026-11-16')], hollinBank)).toBe(5);
  });
  it('don’t count a day of which half was attended', () => {
    const half = [
      { on: '2026-11-16', session: 'am', code: 'O' },
      { on: '2026-11-16', session: 'pm', code: 'B' },
    ] as const;
    expect(unauthorisedInARow(half, hollinBank)).toBe(0);
  });
  it('are of ill health whenever they were', () => {
    const ill = [...marked('I', '2026-11-03', '2026-11-12'), ...marked('B', '2026-11-04')];
    expect(sickDays(ill, hollinBank)).toBe(2);
    expect(sickDays([...ill, { on: '2026-11-12', session: 'pm', code: 'B' }], hollinBank)).toBe(1);
  });
});
