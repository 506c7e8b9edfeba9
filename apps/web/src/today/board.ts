import type { Day, Found, Id, Instant } from '#event-sourcing';
import {
  isWatched,
  type AdultRow,
  type ContactRow,
  type PersonRow,
  type ProviderRow,
  type PupilRow,
  type SchoolRow,
  type SessionRow,
  type SiteRow,
  type Unwatched,
} from '#read-models';
import type { PlannedSession } from '../attendance/planned.js';
import { standingOf, type Standing } from './standing.js';

/** Everything that the board of a school is made from, read as at one position. */
export type BoardFacts = {
  readonly school: SchoolRow;
  readonly on: Day;
  readonly now: Instant;
  /** The day's rows, and searches of earlier days that nobody has ended. */
  readonly rows: readonly Found<SessionRow>[];
  /** The day's sessions as they follow from the placements and the calendar, whether or not there is a row yet. */
  readonly planned: readonly PlannedSession[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly providers: ReadonlyMap<Id, ProviderRow>;
  /** The adults who lead on safeguarding at the sites, by their ids. */
  readonly leads: ReadonlyMap<Id, AdultRow>;
  readonly people: ReadonlyMap<Id, PersonRow>;
  readonly contacts: ReadonlyMap<Id, readonly ContactRow[]>;
  /** Whom a fault of ours keeps out of sight. */
  readonly unwatched: Unwatched;
};

export type BoardSession = {
  readonly row: Found<SessionRow> | null;
  readonly plan: PlannedSession;
  readonly standing: Standing;
  readonly watched: boolean;
};

/** The day's sessions with where each stands, the earliest first. */
export function boardSessions(facts: Pick<BoardFacts, 'rows' | 'planned' | 'unwatched' | 'now'>): BoardSession[] {
  const planned = new Map(facts.planned.map((plan) => [plan.key, plan]));
  const rows = new Map(facts.rows.map((row) => [row.rowId, row]));
  const sessions: BoardSession[] = [];
  for (const key of new Set([...planned.keys(), ...rows.keys()])) {
    const row = rows.get(key) ?? null;
    const plan = planned.get(key) ?? (row ? unplanned(row) : null);
    if (!plan || isNothing(row, planned.has(key))) continue;
    const watched = isWatched(facts.unwatched, plan.about) && !row?.broken;
    sessions.push({
      row,
      plan,
      standing: standingOf(row, { arriveAt: plan.arriveAt, closed: plan.closed !== null }, facts.now),
      watched,
    });
  }
  return sessions.sort((a, b) => (a.plan.arriveAt < b.plan.arriveAt ? -1 : a.plan.arriveAt > b.plan.arriveAt ? 1 : 0));
}

/** The pupils for whom a search is open: the number at the top of the page. */
export const notAccountedFor = (sessions: readonly BoardSession[]): BoardSession[] =>
  sessions.filter(({ standing }) => standing === 'missing');

export const countPupils = (sessions: readonly BoardSession[]): number =>
  new Set(sessions.map(({ plan }) => plan.about.subjectId)).size;

/** A session that is not in the plan any more: its own row says when it began to matter. */
function unplanned(row: SessionRow): PlannedSession {
  const { placementId, subjectId, schoolId, siteId, on, session } = row;
  const since = row.searchOpenedAt ?? row.duties[0]?.raisedAt ?? row.answeredAt ?? `${on}T00:00:00.000Z`;
  return {
    key: `${placementId}.${on}.${session}`,
    about: { placementId, subjectId, schoolId, siteId, on, session },
    arriveAt: since,
    beginsAt: since,
    closed: null,
  };
}

/** A row whose duties were all withdrawn, with nothing said and no search, and that is not planned, says nothing. */
function isNothing(row: SessionRow | null, isPlanned: boolean): boolean {
  if (isPlanned || !row) return false;
  return row.answeredAt === undefined && !row.searchId && row.duties.every(({ status }) => status === 'withdrawn');
}
