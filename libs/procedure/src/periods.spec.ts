import fc from 'fast-check';
import type { Day } from '#event-sourcing';
import type { WatchFacts } from './facts.js';
import { addDays, mondayOf, weekdayOf } from './london.js';
import { notOwedBecause, periodsOf, plannedWeeks } from './periods.js';
import { SchoolCalendar } from './school-calendar.js';

const times = { start: '08:50', end: '15:00' };
const terms = [
  { from: '2026-09-02', to: '2026-10-23' },
  { from: '2026-11-02', to: '2026-12-18' },
];
const calendarWith = (...daysOff: Day[]) =>
  new SchoolCalendar({
    sessionTimes: [{ from: '2026-09-01', am: times, pm: times }],
    terms,
    daysOff: daysOff.map((on) => ({ on })),
  });
const calendar = calendarWith();
const slotOn = (weekday: number) => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }) as const;
const mondays: WatchFacts = {
  from: '2026-09-02',
  weeks: [{ from: '2026-09-02', slots: [slotOn(1)] }],
  overseen: [],
  agreed: [],
  duties: new Map(),
};
const every = (weeks: number) => () => weeks;
const periods = (watch: WatchFacts, weeks: number, today: Day, its = calendar) =>
  periodsOf(plannedWeeks(watch, its, today), every(weeks), watch, today);

describe('the periods in which something is owed again and again', () => {
  it('are school weeks with a session, each due by its last school day; and the one that comes next', () => {
    // The term begins on a Wednesday, and nobody is expected there before the Monday after it.
    expect(periods(mondays, 1, '2026-09-16')).toEqual([
      expect.objectContaining({ from: '2026-09-07', beginsOn: '2026-09-07', dueOn: '2026-09-11' }),
      expect.objectContaining({ from: '2026-09-14', dueOn: '2026-09-18' }),
      expect.objectContaining({ from: '2026-09-21', dueOn: '2026-09-25' }),
    ]);
  });

  it('end earlier where the school is closed on the last days of a week', () => {
    const [, second] = periods(mondays, 1, '2026-09-16', calendarWith('2026-09-18'));
    expect(second).toMatchObject({ from: '2026-09-14', dueOn: '2026-09-17' });
  });

  it('leave out a week in which the school is closed on the day on which the pupil is expected', () => {
    const found = periods(mondays, 1, '2026-09-16', calendarWith('2026-09-14'));
    expect(found.map(({ from }) => from)).toEqual(['2026-09-07', '2026-09-21']);
  });

  it('take so many school weeks, over holidays that are none', () => {
    const found = periods(mondays, 4, '2026-11-04');
    expect(found.map(({ from, dueOn }) => [from, dueOn])).toEqual([
      ['2026-09-07', '2026-10-02'],
      ['2026-10-05', '2026-11-06'],
      ['2026-11-09', '2026-12-04'],
    ]);
  });

  it('end at once where it is agreed to be done more often', () => {
    const weeks = plannedWeeks(mondays, calendar, '2026-09-30');
    const found = periodsOf(weeks, (monday) => (monday < '2026-09-21' ? 6 : 1), mondays, '2026-09-30');
    expect(found.map(({ from, dueOn }) => [from, dueOn])).toEqual([
      ['2026-09-07', '2026-09-25'],
      ['2026-09-28', '2026-10-02'],
      ['2026-10-05', '2026-10-09'],
    ]);
  });

  it('are none of those that the placement ended before', () => {
    const ended = { ...mondays, until: '2026-09-18' };
    expect(periods(ended, 4, '2026-09-30')).toEqual([]);
    expect(periods(ended, 1, '2026-09-30').map(({ from }) => from)).toEqual(['2026-09-07', '2026-09-14']);
  });

  it('are due by the last day that is known where no later term is set', () => {
    expect(periods(mondays, 6, '2026-12-10').at(-1)).toMatchObject({ from: '2026-12-07', dueOn: '2026-12-18' });
  });

  it('are none in a week in which the placement was suspended from its first day on', () => {
    const suspended = {
      ...mondays,
      suspensions: [{ from: '2026-09-14', since: '2026-09-11T10:00:00.000Z', until: '2026-09-21' }],
    };
    expect(periods(suspended, 1, '2026-09-16').map(({ from }) => from)).toEqual(['2026-09-07', '2026-09-21']);
    expect(notOwedBecause(suspended, calendar, '2026-09-14', '2026-09-20')).toBe('placement-suspended');
  });

  it('say why nothing is owed of a week', () => {
    expect(notOwedBecause({ ...mondays, until: '2026-09-16' }, calendar, '2026-09-14', '2026-09-20')).toBe(
      'placement-ended',
    );
    expect(notOwedBecause(mondays, calendar, '2026-10-26', '2026-11-01')).toBe('school-closed');
    expect(notOwedBecause(mondays, calendarWith('2026-09-14'), '2026-09-14', '2026-09-20')).toBe('week-changed');
  });

  it('are for any slots and days off what a walk day by day over the school weeks says', () => {
    const day = fc.integer({ min: 0, max: 110 }).map((days) => addDays('2026-09-01', days));
    const facts = fc.record({
      slots: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
      daysOff: fc.uniqueArray(day, { maxLength: 20 }),
      from: day,
      today: day,
      weeks: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(facts, ({ slots, daysOff, from, today, weeks }) => {
        const its = calendarWith(...daysOff);
        const watch = { ...mondays, from, weeks: [{ from, slots: slots.map(slotOn) }] };
        const meets = (on: Day) =>
          weekdayOf(on) <= 5 && !daysOff.includes(on) && terms.some((term) => term.from <= on && on <= term.to);
        const planned: { monday: Day; last: Day }[] = [];
        for (let monday = mondayOf(from); monday <= '2026-12-18'; monday = addDays(monday, 7)) {
          const days = [0, 1, 2, 3, 4].map((more) => addDays(monday, more)).filter(meets);
          const isExpected = days.some((on) => on >= from && slots.includes(weekdayOf(on)));
          if (isExpected) planned.push({ monday, last: days.at(-1) ?? monday });
        }
        const slow: { from: Day | undefined; dueOn: Day | undefined }[] = [];
        for (let index = 0; index < planned.length; index += weeks) {
          const part = planned.slice(index, index + weeks);
          slow.push({ from: part[0]?.monday, dueOn: part.at(-1)?.last });
        }
        const found = periods(watch, weeks, today, its).map((each) => ({ from: each.from, dueOn: each.dueOn }));
        const begun = slow.filter((each) => (each.from ?? '') <= today);
        expect(found.slice(0, begun.length)).toEqual(begun);
        expect(found.length - begun.length).toBe(Math.min(1, slow.length - begun.length));
      }),
    );
  });
});
