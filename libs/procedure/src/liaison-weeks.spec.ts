import fc from 'fast-check';
import type { Day } from '#event-sourcing';
import { liaisonWeeks } from './liaison-weeks.js';
import { addDays, mondayOf, weekdayOf } from './london.js';
import { SchoolCalendar } from './school-calendar.js';

const times = { start: '08:50', end: '15:00' };
const calendar = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: times, pm: times }],
  terms: [
    { from: '2026-09-01', to: '2026-10-23' },
    { from: '2026-11-02', to: '2026-12-18' },
  ],
  daysOff: [{ on: '2026-11-27' }],
});
const tuesdays = (on: Day) => weekdayOf(on) === 2;
const weeks = (today: Day, spoken: readonly Day[] = [], from = '2026-11-10', isPlanned = tuesdays) =>
  liaisonWeeks(isPlanned, spoken, calendar, { from, today });

// Procedure: S16.7
describe('the weeks in which school and provider speak about a pupil', () => {
  it('are those in which the pupil is expected there: owed until the last school day of it is over', () => {
    expect(weeks('2026-11-20', ['2026-11-12'])).toEqual([
      { monday: '2026-11-09', dueOn: '2026-11-13', spokenOn: '2026-11-12', state: 'done' },
      { monday: '2026-11-16', dueOn: '2026-11-20', spokenOn: null, state: 'owed' },
    ]);
    expect(weeks('2026-11-21').map(({ state }) => state)).toEqual(['overdue', 'overdue']);
  });

  it('end a day earlier where the Friday is a day off', () =>
    expect(weeks('2026-11-26', [], '2026-11-23')).toEqual([
      { monday: '2026-11-23', dueOn: '2026-11-26', spokenOn: null, state: 'owed' },
    ]));

  it('are none of half-term, and none in which nothing is planned', () => {
    expect(weeks('2026-11-03', [], '2026-10-19').map(({ monday }) => monday)).toEqual(['2026-10-19', '2026-11-02']);
    expect(weeks('2026-11-20', [], '2026-11-10', () => false)).toEqual([]);
  });

  it('are not done by a talk of the week after', () => {
    expect(weeks('2026-11-20', ['2026-11-16']).map(({ state }) => state)).toEqual(['overdue', 'done']);
    // On the Saturday the week of school is over: the talk was due before.
    expect(weeks('2026-11-20', ['2026-11-14']).map(({ state }) => state)).toEqual(['overdue', 'owed']);
  });

  it('are as a slow count of days has them', () => {
    const day = fc.integer({ min: 0, max: 100 }).map((n) => addDays('2026-09-01', n));
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 60 }),
        fc.array(day, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (from, length, spoken, weekday) => {
          const today = addDays(from, length);
          const found = liaisonWeeks((on) => weekdayOf(on) === weekday, spoken, calendar, { from, today });
          const slow: unknown[] = [];
          for (let monday = mondayOf(from); monday <= today; monday = addDays(monday, 7)) {
            const days = [0, 1, 2, 3, 4].map((n) => addDays(monday, n));
            const met = days.filter((on) => on >= from && calendar.isSchoolDay(on));
            if (!met.some((on) => weekdayOf(on) === weekday)) continue;
            const dueOn = met.at(-1) ?? '';
            const spokenOn = spoken.filter((on) => on >= monday && on <= dueOn).toSorted()[0] ?? null;
            const state = spokenOn ? 'done' : dueOn < today ? 'overdue' : 'owed';
            slow.push({ monday, dueOn, spokenOn, state });
          }
          expect(found).toEqual(slow);
        },
      ),
    );
  });
});
