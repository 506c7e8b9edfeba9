import fc from 'fast-check';
import { checkStandingOn, lastDayOf, type CheckFound } from './check-standing.js';

const met = (on: string, until?: string): CheckFound => ({ outcome: 'met', on, ...(until && { until }) });
const yearly = { validForMonths: 12 };

// Procedure: S9.3, S10.3
describe('the last day of a check', () => {
  it('is the last of so many months, or the one on the evidence, whichever is earlier', () => {
    expect(lastDayOf(met('2026-11-10'), yearly)).toBe('2027-11-09');
    expect(lastDayOf(met('2026-11-10', '2027-03-31'), yearly)).toBe('2027-03-31');
    expect(lastDayOf(met('2026-11-10', '2029-03-31'), yearly)).toBe('2027-11-09');
  });
  it('is the one on the evidence where the edition has none, and may be none at all', () => {
    expect(lastDayOf(met('2026-11-10', '2029-03-31'), {})).toBe('2029-03-31');
    expect(lastDayOf(met('2026-11-10'), {})).toBe(null);
  });
  it('is there in a shorter month too', () =>
    expect(lastDayOf(met('2026-08-31'), { validForMonths: 6 })).toBe('2027-02-27'));
});

describe('how a row of the checklist stands', () => {
  const on = (day: string, found?: CheckFound) => checkStandingOn(found, yearly, day);

  it('is met until its last day is over, and then has run out', () => {
    const found = met('2026-11-10', '2026-12-04');
    expect(on('2026-12-04', found)).toEqual({ state: 'met', lastOn: '2026-12-04', isSettled: true });
    expect(on('2026-12-05', found)).toEqual({ state: 'run-out', lastOn: '2026-12-04', isSettled: false });
  });
  it('is so where it did not apply as well: that is looked at again, too', () => {
    const found: CheckFound = { outcome: 'not-applicable', on: '2026-11-10' };
    expect(on('2027-11-09', found)).toMatchObject({ state: 'not-applicable', isSettled: true });
    expect(on('2027-11-10', found)).toMatchObject({ state: 'run-out', isSettled: false });
  });
  it('is not met for good, and not answered where nobody has looked', () => {
    const found: CheckFound = { outcome: 'not-met', on: '2026-11-10' };
    expect(on('2028-01-01', found)).toEqual({ state: 'not-met', lastOn: null, isSettled: false });
    expect(on('2026-11-10')).toEqual({ state: 'not-answered', lastOn: null, isSettled: false });
  });

  it('never comes back by itself', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    const text = day.map((each) => each.toISOString().slice(0, 10));
    const found = fc.record({
      outcome: fc.constantFrom('met' as const, 'not-met' as const, 'not-applicable' as const),
      on: text,
      until: fc.option(text, { nil: undefined }),
    });
    const months = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    fc.assert(
      fc.property(found, months, fc.tuple(text, text), (each, validForMonths, days) => {
        const [first, later] = days.sort();
        const settled = (today = '') => checkStandingOn(each, { validForMonths }, today).isSettled;
        expect(settled(later) && !settled(first)).toBe(false);
      }),
      { seed: 17 },
    );
  });
});
