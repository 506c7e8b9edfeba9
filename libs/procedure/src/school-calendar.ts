import type { Session } from '#domain';
import type { Day, Instant, TimeOfDay } from '#event-sourcing';
import { bankHolidays } from './bank-holidays.js';
import { addDays, londonInstant, mondayOf, weekdayOf } from './london.js';

type Times = { readonly start: TimeOfDay; readonly end: TimeOfDay };

/** What a school has set of its calendar; the row of a school is one. */
export type CalendarFacts = {
  readonly sessionTimes: readonly { readonly from: Day; readonly am: Times; readonly pm: Times }[];
  readonly terms: readonly { readonly from: Day; readonly to: Day }[];
  readonly daysOff: readonly { readonly on: Day }[];
};

export type SessionTimes = { readonly startAt: Instant; readonly endAt: Instant };

/**
 * On which days a school meets, and when its sessions begin and end. A school day is a Monday to Friday in a term that is
 * neither a bank holiday nor a day off. It never changes: a school whose calendar changes gets a new one.
 */
export class SchoolCalendar {
  private readonly days: readonly Day[];
  private readonly indexes: ReadonlyMap<Day, number>;
  /** The weeks in which the school meets, each by its Monday and with the days on which it does, in order. */
  readonly schoolWeeks: readonly { readonly monday: Day; readonly days: readonly Day[] }[];
  private readonly instants = new Map<string, Instant>();
  private readonly sessionTimesSet: CalendarFacts['sessionTimes'];

  constructor({ sessionTimes, terms, daysOff }: CalendarFacts) {
    const off = new Set(daysOff.map(({ on }) => on));
    const met = new Set<Day>();
    for (const { from, to } of terms) {
      for (let on = from; on <= to; on = addDays(on, 1)) {
        if (weekdayOf(on) <= 5 && !off.has(on) && !isBankHoliday(on)) met.add(on);
      }
    }
    this.days = [...met].sort();
    const weeks = new Map<Day, Day[]>();
    for (const on of this.days) {
      const monday = mondayOf(on);
      const days = weeks.get(monday);
      if (days) days.push(on);
      else weeks.set(monday, [on]);
    }
    this.schoolWeeks = [...weeks].map(([monday, days]) => ({ monday, days }));
    this.indexes = new Map(this.days.map((on, index) => [on, index]));
    this.sessionTimesSet = [...sessionTimes].sort((a, b) => (a.from < b.from ? 1 : -1));
  }

  isSchoolDay(on: Day): boolean {
    return this.indexes.has(on);
  }

  /** When a session begins and ends; null on a day on which the school doesn't meet, or before its times are set. */
  sessionTimes(on: Day, session: Session): SessionTimes | null {
    if (!this.isSchoolDay(on)) return null;
    const times = this.sessionTimesSet.find(({ from }) => from <= on)?.[session];
    return times ? { startAt: this.instant(on, times.start), endAt: this.instant(on, times.end) } : null;
  }

  /** A time of this day as a moment; each is worked out once. */
  instant(on: Day, time: TimeOfDay): Instant {
    const key = `${on}T${time}`;
    const found = this.instants.get(key) ?? londonInstant(on, time);
    this.instants.set(key, found);
    return found;
  }

  /** The first school day after a day; null when no later term is set. */
  nextSchoolDay(after: Day): Day | null {
    return this.days[this.countUntil(addDays(after, 1))] ?? null;
  }

  /**
   * The day so many school days later, or earlier: from a Friday, one more is the Monday. From a day that is none,
   * the first one later is the next school day. Null when the calendar doesn't reach that far; zero is the day itself.
   */
  addSchoolDays(on: Day, count: number): Day | null {
    if (count === 0) return on;
    const before = this.countUntil(on);
    const index = count > 0 ? before + count - (this.isSchoolDay(on) ? 0 : 1) : before + count;
    return this.days[index] ?? null;
  }

  /** How many school days there are from one day until before another; fewer than none when the other is earlier. */
  schoolDaysBetween(from: Day, until: Day): number {
    return this.countUntil(until) - this.countUntil(from);
  }

  /** The school days from one day to another, both included, in order. */
  *schoolDays(from: Day, to: Day): Iterable<Day> {
    for (let index = this.countUntil(from); index < this.days.length; index += 1) {
      const on = this.days[index];
      if (on === undefined || on > to) return;
      yield on;
    }
  }

  /** The last school day that is known of; null when no term is set. */
  lastSchoolDay(): Day | null {
    return this.days.at(-1) ?? null;
  }

  /** How many school days lie before a day. */
  private countUntil(on: Day): number {
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.days[middle] ?? '') < on) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const holidaysByYear = new Map<number, ReadonlySet<Day>>();

function isBankHoliday(on: Day): boolean {
  const year = Number(on.slice(0, 4));
  const found = holidaysByYear.get(year) ?? new Set(bankHolidays(year));
  holidaysByYear.set(year, found);
  return found.has(on);
}
