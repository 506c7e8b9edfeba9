import fc from 'fast-check';
import { bankHolidays } from './bank-holidays.js';
import { addDays, endOfLondonDay, londonDay, londonInstant, minutesAfter, weekdayOf } from './london.js';
import { SchoolCalendar, type CalendarFacts } from './school-calendar.js';
import { SiteCalendar } from './site-calendar.js';

const year: CalendarFacts = {
  sessionTimes: [
    { from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:10' } },
    { from: '2027-01-04', am: { start: '08:40', end: '12:10' }, pm: { start: '12:50', end: '15:00' } },
  ],
  terms: [
    { from: '2026-09-02', to: '2026-10-23' },
    { from: '2026-11-02', to: '2026-12-18' },
    { from: '2027-01-04', to: '2027-02-12' },
    { from: '2027-02-22', to: '2027-03-31' },
    { from: '2027-04-19', to: '2027-05-28' },
  ],
  daysOff: [{ on: '2026-11-27' }, { on: '2027-01-04' }],
};

describe('a school calendar', () => {
  const calendar = new SchoolCalendar(year);

  it.each([
    ['a Monday in term', '2026-11-23', true],
    ['the first day of a term', '2026-11-02', true],
    ['the last day of a term', '2026-12-18', true],
    ['a Saturday', '2026-11-28', false],
    ['half-term', '2026-10-28', false],
    ['an INSET day', '2026-11-27', false],
    ['a bank holiday in term', '2027-05-03', false],
    ['Good Friday in term', '2027-03-26', false],
    ['a day beyond what is set', '2027-09-06', false],
  ])('says whether the school meets on %s', (_, on, meets) => expect(calendar.isSchoolDay(on)).toBe(meets));

  it('gives session times in London’s time, before and after the clocks go back', () => {
    expect(calendar.sessionTimes('2026-10-23', 'am')).toEqual({
      startAt: '2026-10-23T07:50:00.000Z',
      endAt: '2026-10-23T11:00:00.000Z',
    });
    expect(calendar.sessionTimes('2026-11-02', 'am')?.startAt).toBe('2026-11-02T08:50:00.000Z');
  });

  it('gives session times in London’s time, before and after the clocks go forward', () => {
    expect(calendar.sessionTimes('2027-03-25', 'pm')?.endAt).toBe('2027-03-25T15:00:00.000Z');
    expect(calendar.sessionTimes('2027-03-30', 'pm')?.endAt).toBe('2027-03-30T14:00:00.000Z');
  });

  it('gives the times that hold on the day', () => {
    expect(calendar.sessionTimes('2027-01-05', 'am')?.startAt).toBe('2027-01-05T08:40:00.000Z');
  });

  it('gives no times where the school does not meet, or has not said when', () => {
    expect(calendar.sessionTimes('2026-11-27', 'am')).toBeNull();
    expect(new SchoolCalendar({ ...year, sessionTimes: [] }).sessionTimes('2026-11-23', 'am')).toBeNull();
  });

  it('counts over weekends, days off and holidays', () => {
    expect(calendar.nextSchoolDay('2026-11-26')).toBe('2026-11-30');
    expect(calendar.nextSchoolDay('2026-12-18')).toBe('2027-01-05');
    expect(calendar.nextSchoolDay('2027-05-28')).toBeNull();
    expect(calendar.addSchoolDays('2026-10-22', 2)).toBe('2026-11-02');
    expect(calendar.addSchoolDays('2026-11-30', -1)).toBe('2026-11-26');
    expect(calendar.schoolDaysBetween('2026-11-23', '2026-11-30')).toBe(4);
    expect(calendar.lastSchoolDay()).toBe('2027-05-28');
    expect(new SchoolCalendar({ ...year, terms: [] }).lastSchoolDay()).toBeNull();
  });

  const aDay = fc.integer({ min: 0, max: 300 }).map((days) => addDays('2026-08-20', days));
  const facts = fc.record({
    sessionTimes: fc.constant(year.sessionTimes),
    terms: fc.array(
      fc.tuple(aDay, fc.integer({ min: 0, max: 60 })).map(([from, length]) => ({ from, to: addDays(from, length) })),
      { maxLength: 6 },
    ),
    daysOff: fc.array(
      aDay.map((on) => ({ on })),
      { maxLength: 20 },
    ),
  });

  it('agrees with counting day by day, whatever the terms and days off', () => {
    const meets = (set: CalendarFacts, on: string) =>
      set.terms.some(({ from, to }) => from <= on && on <= to) &&
      weekdayOf(on) <= 5 &&
      !set.daysOff.some((off) => off.on === on) &&
      !bankHolidays(Number(on.slice(0, 4))).includes(on);
    const walk = (set: CalendarFacts, from: string, by: 1 | -1, count: number): string | null => {
      let on = from;
      for (let left = count; left > 0;) {
        on = addDays(on, by);
        if (on < '2026-08-01' || on > '2027-09-30') return null;
        if (meets(set, on)) left -= 1;
      }
      return on;
    };
    fc.assert(
      fc.property(facts, aDay, aDay, fc.integer({ min: 0, max: 30 }), (set, on, other, count) => {
        const tried = new SchoolCalendar(set);
        expect(tried.isSchoolDay(on)).toBe(meets(set, on));
        expect(tried.nextSchoolDay(on)).toBe(walk(set, on, 1, 1));
        expect(tried.addSchoolDays(on, count)).toBe(walk(set, on, 1, count));
        expect(tried.addSchoolDays(on, -count)).toBe(walk(set, on, -1, count));
        let between = 0;
        for (let each = on; each < other; each = addDays(each, 1)) between += meets(set, each) ? 1 : 0;
        for (let each = other; each < on; each = addDays(each, 1)) between -= meets(set, each) ? 1 : 0;
        expect(tried.schoolDaysBetween(on, other)).toBe(between + 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('London’s time', () => {
  it('has a day of 25 hours when the clocks go back and one of 23 when they go forward', () => {
    const hours = (on: string) => (Date.parse(endOfLondonDay(on)) - Date.parse(londonInstant(on, '00:00'))) / 3_600_000;
    expect(['2026-10-25', '2027-03-28', '2026-11-23'].map(hours)).toEqual([25, 23, 24]);
  });

  it('takes an hour that comes twice for the first, and one that is skipped for the moment of the change', () => {
    expect(londonInstant('2026-10-25', '01:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(londonInstant('2027-03-28', '01:30')).toBe('2027-03-28T01:30:00.000Z');
  });

  it('knows the day at every moment', () => {
    expect(londonDay('2026-07-01T23:30:00.000Z')).toBe('2026-07-02');
    expect(londonDay('2026-11-23T23:59:59.999Z')).toBe('2026-11-23');
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, (date) => {
        const at = date.toISOString();
        const on = londonDay(at);
        expect(londonInstant(on, '00:00') <= at && at < endOfLondonDay(on)).toBe(true);
        expect(minutesAfter(at, 0)).toBe(at);
      }),
    );
  });
});

describe('a site calendar', () => {
  const site = new SiteCalendar({ closures: [{ on: '2026-11-23' }, { on: '2026-11-24', session: 'pm' }] });
  it('is closed for a day, or for one of its sessions', () => {
    expect(site.isClosed('2026-11-23', 'am')).toBe(true);
    expect(site.isClosed('2026-11-24', 'am')).toBe(false);
    expect(site.isClosed('2026-11-24', 'pm')).toBe(true);
    expect(site.isClosed('2026-11-25', 'am')).toBe(false);
  });

  it('remembers when we were told', () => {
    const since = '2026-11-23T13:25:00.000Z';
    const told = new SiteCalendar({ closures: [{ on: '2026-11-23', session: 'pm', since }] });
    expect(told.closedSince('2026-11-23', 'pm')).toBe(since);
    expect(told.closedSince('2026-11-23', 'am')).toBeNull();
    const again = { on: '2026-11-23', since: '2026-11-23T14:00:00.000Z' };
    const twice = new SiteCalendar({ closures: [{ on: '2026-11-23', session: 'pm', since }, again] });
    expect(twice.closedSince('2026-11-23', 'pm')).toBe(since);
    expect(twice.closedSince('2026-11-23', 'am')).toBe(again.since);
    expect(site.closedSince('2026-11-23', 'am')).toBeNull();
  });

  it('is closed for good after its last day, since we were told first', () => {
    const givenUp = { on: '2026-11-23', since: '2026-11-20T15:00:00.000Z' };
    const left = new SiteCalendar({ closures: [], givenUp });
    expect([left.isClosed('2026-11-23', 'pm'), left.closedSince('2026-11-23', 'pm')]).toEqual([false, null]);
    expect([left.isClosed('2027-03-01', 'am'), left.closedSince('2027-03-01', 'am')]).toEqual([true, givenUp.since]);
    const on = '2026-11-24';
    const sooner = new SiteCalendar({ closures: [{ on, since: '2026-11-19T15:00:00.000Z' }], givenUp });
    expect(sooner.closedSince(on, 'am')).toBe('2026-11-19T15:00:00.000Z');
    const later = new SiteCalendar({ closures: [{ on, since: '2026-11-21T15:00:00.000Z' }], givenUp });
    expect(later.closedSince(on, 'am')).toBe(givenUp.since);
    expect(new SiteCalendar({ closures: [{ on }], givenUp }).closedSince(on, 'am')).toBeNull();
  });
});
