import fc from 'fast-check';
import { addDays, bankHolidays, SchoolCalendar, weekdayOf } from '#procedure';
import { pictureOfYear, schoolYearOf, type PicturedDay, type PicturedMonth, type YearFacts } from './year.js';

const set: YearFacts = {
  sessionTimes: [],
  terms: [
    { from: '2026-09-02', to: '2026-10-23' },
    { from: '2027-04-19', to: '2027-05-28' },
  ],
  daysOff: [
    { on: '2026-09-04', kind: 'inset' },
    { on: '2026-10-26', kind: 'closure' },
  ],
};
const daysOf = (months: readonly PicturedMonth[]): PicturedDay[] =>
  months.flatMap(({ weeks }) => weeks.flat()).filter((each) => each !== null);

describe('the picture of a school year', () => {
  it.each([
    ['2026-08-31', 2025],
    ['2026-09-01', 2026],
    ['2027-01-04', 2026],
  ])('begins in September: %s is of %i', (on, year) => expect(schoolYearOf(on)).toBe(year));

  it.each([
    ['a day in term', '2026-09-02', 'school'],
    ['a Saturday in term', '2026-09-05', 'none'],
    ['an INSET day', '2026-09-04', 'inset'],
    ['a day off outside of terms', '2026-10-26', 'closure'],
    ['a bank holiday in term', '2027-05-03', 'bank-holiday'],
    ['a bank holiday outside of terms', '2026-12-25', 'bank-holiday'],
    ['a day outside of terms', '2026-11-11', 'none'],
  ])('tells %s', (_, on, kind) =>
    expect(daysOf(pictureOfYear(set, 2026)).find((each) => each.on === on)?.kind).toBe(kind),
  );

  const aDay = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2026-07-01', days));
  const facts = fc.record({
    sessionTimes: fc.constant([]),
    terms: fc.array(
      fc.tuple(aDay, fc.integer({ min: 0, max: 90 })).map(([from, length]) => ({ from, to: addDays(from, length) })),
      { maxLength: 6 },
    ),
    daysOff: fc.array(fc.record({ on: aDay, kind: fc.constantFrom('inset', 'bank-holiday', 'closure', 'holiday') }), {
      maxLength: 20,
    }),
  });
  const aYear = fc.integer({ min: 2024, max: 2029 });

  it('shows every day of the year once, in order, under its weekday', () => {
    fc.assert(
      fc.property(facts, aYear, (facts, year) => {
        const months = pictureOfYear(facts, year);
        const days = daysOf(months).map(({ on }) => on);
        expect(days[0]).toBe(`${year}-09-01`);
        expect(days.at(-1)).toBe(`${year + 1}-08-31`);
        days.slice(1).forEach((on, index) => expect(on).toBe(addDays(days[index] ?? '', 1)));
        for (const { weeks } of months) {
          for (const week of weeks) {
            expect(week).toHaveLength(7);
            expect(week.every((day, index) => day === null || weekdayOf(day.on) === index + 1)).toBe(true);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('agrees with the calendar by which providers are asked, day by day and in its counts', () => {
    fc.assert(
      fc.property(facts, aYear, (facts, year) => {
        const months = pictureOfYear(facts, year);
        const calendar = new SchoolCalendar(facts);
        const shown = daysOf(months).filter(({ kind }) => kind === 'school');
        expect(shown.map(({ on }) => on)).toEqual([...calendar.schoolDays(`${year}-09-01`, `${year + 1}-08-31`)]);
        expect(months.reduce((sum, { schoolDays }) => sum + schoolDays, 0)).toBe(shown.length);
        const off = new Set([...facts.daysOff.map(({ on }) => on), ...bankHolidays(year), ...bankHolidays(year + 1)]);
        for (const { on, kind } of daysOf(months).filter((each) => each.kind !== 'school')) {
          expect(kind !== 'none').toBe(off.has(on));
        }
      }),
      { numRuns: 50 },
    );
  });
});
