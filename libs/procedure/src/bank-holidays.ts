import type { Day } from '#event-sourcing';
import { addDays, weekdayOf } from './london.js';

/** Days that were moved or added by proclamation: they follow no rule. The rest of the year is as always. */
const proclaimed: Readonly<Record<number, { instead: Readonly<Record<Day, Day>>; besides: readonly Day[] }>> = {
  2020: { instead: { '2020-05-04': '2020-05-08' }, besides: [] },
  2022: { instead: { '2022-05-30': '2022-06-02' }, besides: ['2022-06-03', '2022-09-19'] },
  2023: { instead: {}, besides: ['2023-05-08'] },
};

/** The bank holidays of England and Wales in a year, in order: those that fall on a weekend have a weekday in their place. */
export function bankHolidays(year: number): readonly Day[] {
  const { instead, besides } = proclaimed[year] ?? { instead: {}, besides: [] };
  const easter = easterSunday(year);
  const christmas = nextWeekday(`${year}-12-25`);
  const ruled = [
    nextWeekday(`${year}-01-01`),
    addDays(easter, -2),
    addDays(easter, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`),
    mondayFrom(`${year}-08-25`),
    christmas,
    boxingDay(year, christmas),
  ];
  return [...ruled.map((on) => instead[on] ?? on), ...besides].sort();
}

/** The substitute for Boxing Day comes after that for Christmas Day. */
function boxingDay(year: number, christmas: Day): Day {
  const own = nextWeekday(`${year}-12-26`);
  return own <= christmas ? nextWeekday(addDays(christmas, 1)) : own;
}

function nextWeekday(on: Day): Day {
  return weekdayOf(on) <= 5 ? on : nextWeekday(addDays(on, 1));
}

/** The first Monday on or after a day. */
const mondayFrom = (on: Day): Day => addDays(on, (8 - weekdayOf(on)) % 7);

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  return addDays(`${year}-03-22`, epact + weekday - 7 * late);
}
