import { session, type Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { PlacementFacts } from './facts.js';
import { addDays, londonDay } from './london.js';
import { oldestFirst, type AboutSession, type Moment, type Moments } from './moment.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';
import { momentsOfSession } from './session-moments.js';
import type { SiteCalendar } from './site-calendar.js';

/** What is due of a placement's sessions. */
export type Duties = {
  /** What is due, oldest first; of one moment, in the order in which it is to be done. */
  readonly due: readonly Moment<AboutSession>[];
  /** When something will be due next, if nobody enters anything until then; always after now. */
  readonly wakeAt: Instant | null;
  /** The sessions up to today of which something is still open. All others up to today are settled. */
  readonly open: readonly AboutSession[];
};

/**
 * What is due of a placement's sessions at a time: the heart of the promise that nothing due is forgotten and nothing done twice. It
 * follows from facts, edition, calendars and time alone. Doing what is due changes the facts so that it is no longer due.
 *
 * @param editionOn The edition that sessions of a day are under: another one from the day on after which it was adopted.
 */
export function duties(
  facts: PlacementFacts,
  editionOn: (on: Day) => Edition,
  calendar: SchoolCalendar,
  site: SiteCalendar,
  now: Instant,
): Duties {
  const today = londonDay(now);
  const at = (on: Day, half: Session) =>
    momentsOfSession(facts, editionOn(on), calendar, site, { on, session: half }, now);

  const past = [...sessionsUntil(facts, calendar, today)].map(([on, half]) => at(on, half));
  const ahead = firstAhead(facts, calendar, today, at);
  const nextAts = [...past, ...(ahead ? [ahead] : [])].flatMap(({ nextAt }) => nextAt ?? []);
  return {
    due: oldestFirst(past.flatMap(({ due }) => due)),
    wakeAt: nextAts.sort()[0] ?? null,
    open: past.filter(({ open }) => open).map(({ about }) => about),
  };
}

/** Every session up to today that may be planned or of which something is known, and what is known of later ones. */
function* sessionsUntil(
  facts: PlacementFacts,
  calendar: SchoolCalendar,
  today: Day,
): Iterable<readonly [Day, Session]> {
  const last = facts.until !== undefined && facts.until < today ? facts.until : today;
  const seen = new Set<string>();
  const first =
    facts.settledBefore !== undefined && facts.settledBefore > facts.from ? facts.settledBefore : facts.from;
  for (const on of calendar.schoolDays(first, last)) {
    for (const half of session.options) {
      seen.add(`${on}.${half}`);
      yield [on, half];
    }
  }
  for (const key of facts.sessions.keys()) {
    if (seen.has(key)) continue;
    const [on = '', half] = key.split('.');
    yield [on, session.parse(half)];
  }
}

/** The first session after today at which something will be due. */
function firstAhead(
  { from, until }: PlacementFacts,
  calendar: SchoolCalendar,
  today: Day,
  at: (on: Day, half: Session) => Moments<AboutSession>,
): Moments<AboutSession> | null {
  const last = until ?? calendar.lastSchoolDay();
  if (last === null) return null;
  const tomorrow = addDays(today, 1);
  for (const on of calendar.schoolDays(from > tomorrow ? from : tomorrow, last)) {
    const halves = session.options.map((half) => at(on, half)).filter(({ nextAt }) => nextAt !== null);
    const [first] = halves.sort((a, b) => ((a.nextAt ?? '') < (b.nextAt ?? '') ? -1 : 1));
    if (first) return first;
  }
  return null;
}
