import type { Day } from '#event-sourcing';
import { addDays, bankHolidays, SchoolCalendar, weekdayOf, type CalendarFacts } from '#procedure';
import type { SchoolRow } from '#read-models';

type DayOffKind = SchoolRow['daysOff'][number]['kind'];
export type YearFacts = Omit<CalendarFacts, 'daysOff'> & Pick<SchoolRow, 'daysOff'>;

/** What a day is to the school. A day off counts as one outside of terms as well: it was entered, so it shows. */
export type DayKind = 'school' | DayOffKind | 'none';
export type PicturedDay = { readonly on: Day; readonly kind: DayKind };
export type PicturedMonth = {
  /** The first day. */
  readonly from: Day;
  readonly schoolDays: number;
  /** Mondays to Sundays; null before the first day of the month and after its last. */
  readonly weeks: readonly (readonly (PicturedDay | null)[])[];
};

/** The year in which the school year that holds a day began: it goes from September to August. */
export const schoolYearOf = (on: Day): number => Number(on.slice(0, 4)) - (on.slice(5) < '09-01' ? 1 : 0);

/** The twelve months of the school year that begins in September of a year, each day with what it is. */
export function pictureOfYear(facts: YearFacts, year: number): readonly PicturedMonth[] {
  const calendar = new SchoolCalendar(facts);
  const off = new Map<Day, DayOffKind>([
    ...[...bankHolidays(year), ...bankHolidays(year + 1)].map((on) => [on, 'bank-holiday'] as const),
    ...facts.daysOff.map(({ on, kind }) => [on, kind] as const),
  ]);
  const kindOf = (on: Day): DayKind => (calendar.isSchoolDay(on) ? 'school' : (off.get(on) ?? 'none'));
  return Array.from({ length: 12 }, (_, index) => {
    const from = firstOfMonth(year, 8 + index);
    const until = firstOfMonth(year, 9 + index);
    const weeks: (PicturedDay | null)[][] = [];
    for (let monday = addDays(from, 1 - weekdayOf(from)); monday < until; monday = addDays(monday, 7)) {
      const days = Array.from({ length: 7 }, (_, day) => addDays(monday, day));
      weeks.push(days.map((on) => (from <= on && on < until ? { on, kind: kindOf(on) } : null)));
    }
    return { from, schoolDays: calendar.schoolDaysBetween(from, until), weeks };
  });
}

/** The first day of a month counted from January of a year, which is 0; 12 is January of the next. */
const firstOfMonth = (year: number, month: number): Day =>
  new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
