import type { Day } from '#event-sourcing';
import { SchoolCalendar } from '#procedure';
import type { SchoolRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import { count, dayInWords, monthInWords, shortDay } from '../shell/words.js';
import { dayOffWords } from './calendar-words.js';
import { pictureOfYear, schoolYearOf, type DayKind } from './year.js';

/** What a day is, in words and by the letter that stands beside its number: no colour tells it alone. */
const kindWords: Readonly<Record<DayKind, string>> = { school: 'School day', ...dayOffWords, none: 'No school' };
const marks: Readonly<Record<DayKind, string>> = {
  school: '',
  inset: 'I',
  'bank-holiday': 'B',
  closure: 'C',
  holiday: 'H',
  none: '',
};
const legend = (['school', 'inset', 'bank-holiday', 'closure', 'holiday', 'none'] as const).map((kind) => ({
  kind,
  text: kindWords[kind],
  mark: marks[kind],
}));

/** The school year that is asked for; where none is, or no such one, the present one. */
export const yearAsked = (asked: unknown, today: Day): number =>
  typeof asked === 'string' && /^20\d\d$/.test(asked) ? Number(asked) : schoolYearOf(today);

/** The calendar of a school as a picture of one year, and the same in words. */
export function yearPage(school: SchoolRow, year: number, today: Day) {
  const { schoolId, name, terms, daysOff } = school;
  const [first, last] = [`${year}-09-01`, `${year + 1}-08-31`];
  const calendar = new SchoolCalendar(school);
  const months = pictureOfYear(school, year);
  const schoolDays = months.reduce((sum, month) => sum + month.schoolDays, 0);
  const linkTo = (other: number) => ({
    href: urlOf(paths.setUp.year, { schoolId }, { from: `${other}` }),
    text: `${other} to ${other + 1}`,
  });
  return {
    title: `School year ${year} to ${year + 1}`,
    caption: name,
    back: { href: urlOf(paths.setUp.show, { schoolId }), text: 'Back to the school' },
    summary: `${count(schoolDays, 'school day')}. As a rule a school year has 190.`,
    earlier: linkTo(year - 1),
    later: linkTo(year + 1),
    legend,
    months: months.map((month) => ({
      name: monthInWords(month.from),
      schoolDays: count(month.schoolDays, 'school day'),
      weeks: month.weeks.map((week) => week.map((day) => day && dayOf(day.on, day.kind, today))),
    })),
    terms: terms
      .filter(({ from, to }) => from <= last && to >= first)
      .map((term) => ({
        name: term.name,
        days: `${shortDay(term.from)} to ${shortDay(term.to)}`,
        schoolDays: count([...calendar.schoolDays(term.from, term.to)].length, 'school day'),
      })),
    daysOff: daysOff
      .filter(({ on }) => first <= on && on <= last)
      .map(({ on, kind }) => `${dayInWords(on)}: ${dayOffWords[kind]}`),
  };
}

const dayOf = (on: Day, kind: DayKind, today: Day) => ({
  number: Number(on.slice(8)),
  kind,
  mark: marks[kind],
  words: `${on === today ? 'today, ' : ''}${kindWords[kind]}`,
  today: on === today,
});
