import type { Day } from '#event-sourcing';
import { addDays } from '#procedure';
import { calendarOf, plannedSessions } from '../attendance/planned.js';
import { dayOf } from '../shell/words.js';
import { boardSessions, type BoardSession } from '../today/board.js';
import type { PupilFacts } from './gather.js';

/** A day with a pupil's sessions on it, the earliest first. */
export type PupilDay = { readonly on: Day; readonly sessions: readonly BoardSession[] };

/** As many days as three weeks of a school have, and how far back they may lie: a summer is no reason to show nothing. */
const daysShown = 15;
const daysBack = 80;

/** The sessions that are planned for a pupil on a day, or of which something is known, as the today board tells them. */
export function sessionsOn(facts: PupilFacts, on: Day): BoardSession[] {
  const calendar = calendarOf(facts.school);
  // Before Waymark took a placement on, nobody was asked: that nothing was said then is no silence.
  const takenOn = facts.placements.filter(({ takenOnOn }) => takenOnOn <= on);
  return boardSessions({
    rows: facts.sessions.filter((row) => row.on === on),
    planned: takenOn.flatMap((each) => plannedSessions(each, on, calendar, facts.sites.get(each.siteId))),
    unwatched: facts.unwatched,
    now: facts.now,
  });
}

/** Searches of earlier days that nobody has ended. */
export function searchedStill(facts: PupilFacts): BoardSession[] {
  const today = dayOf(facts.now);
  const days = new Set(facts.sessions.flatMap(({ on, notAccountedFor }) => (notAccountedFor && on < today ? on : [])));
  return [...days].toSorted().flatMap((on) => sessionsOn(facts, on).filter(({ standing }) => standing === 'missing'));
}

/** The latest days before today on which the pupil was expected somewhere, or somebody said something; latest first. */
export function latestDays(facts: PupilFacts): PupilDay[] {
  const today = dayOf(facts.now);
  const met = calendarOf(facts.school).schoolDays(addDays(today, -daysBack), addDays(today, -1));
  const days = new Set([...met, ...facts.sessions.map(({ on }) => on).filter((on) => on < today)]);
  const latest: PupilDay[] = [];
  for (const on of [...days].toSorted().toReversed()) {
    const sessions = sessionsOn(facts, on);
    if (sessions.length > 0) latest.push({ on, sessions });
    if (latest.length === daysShown) break;
  }
  return latest;
}
