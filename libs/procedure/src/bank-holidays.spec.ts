import Holidays from 'date-holidays';
import { bankHolidays } from './bank-holidays.js';
import { weekdayOf } from './london.js';

describe('the bank holidays of England and Wales', () => {
  const oracle = new Holidays('GB', 'ENG');

  it.each(Array.from({ length: 31 }, (_, index) => 2020 + index))('are those of %i', (year) => {
    const weekdays = oracle
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .map(({ date }) => date.slice(0, 10))
      .filter((on) => weekdayOf(on) <= 5);
    expect(bankHolidays(year)).toEqual([...new Set(weekdays)].sort());
  });

  it('move to weekdays when Christmas falls on a weekend', () => {
    expect(bankHolidays(2027).slice(-2)).toEqual(['2027-12-27', '2027-12-28']);
    expect(bankHolidays(2026).slice(-2)).toEqual(['2026-12-25', '2026-12-28']);
  });
});
