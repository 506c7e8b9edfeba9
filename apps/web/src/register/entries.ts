import {
  cautiousPolicy,
  isWithin,
  leaveIn,
  proposedMark,
  sessionKey,
  slotsOn,
  wholeWeek,
  type Condition,
  type MarkSituation,
  type Nature,
  type Proposal,
  type PupilSession,
  type Session,
  type Slot,
} from '#domain';
import { erased, type Day, type Id, type Instant } from '#event-sourcing';
import { isExplanationOverdue, weekdayOf } from '#procedure';
import type { MarkRow, PlacementRow, PupilRow, SchoolRow, SessionRow, SiteRow, WeekplanRow } from '#read-models';
import { calendarOf, plannedSessions } from '../attendance/planned.js';
import { grouped } from '../shell/lists.js';
import { answerOf } from '../today/standing.js';
import { dayOf } from '../shell/words.js';

/** What is known of a school's day as far as its register of pupils who are taught elsewhere follows from it. */
export type RegisterFacts = {
  readonly school: SchoolRow;
  readonly on: Day;
  readonly now: Instant;
  /** Those that had begun by the day. */
  readonly placements: readonly PlacementRow[];
  readonly rows: ReadonlyMap<string, SessionRow>;
  readonly marks: ReadonlyMap<string, MarkRow>;
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly weekplans: ReadonlyMap<Id, WeekplanRow>;
  /** What the pupils do there, as the register last said. */
  readonly natures: ReadonlyMap<Id, Nature>;
  /** The placements where a stop holds, and the sites whose written assurance no longer counts. */
  readonly stopped: ReadonlySet<Id>;
  readonly unassured: ReadonlySet<Id>;
};

/** A session that a register needs a mark for: what is proposed, and what was decided. */
export type RegisterEntry = {
  readonly key: string;
  readonly about: PupilSession;
  readonly placement: PlacementRow;
  readonly beginsAt: Instant;
  readonly row: SessionRow | null;
  readonly mark: MarkRow | null;
  readonly situation: MarkSituation;
  /** Null until the session has begun: nothing is marked before. */
  readonly proposal: Proposal | null;
};

type Expected = Pick<RegisterEntry, 'key' | 'about' | 'placement' | 'beginsAt'> & {
  readonly expected: MarkSituation['expected'];
  readonly closed: boolean;
};

/** The sessions of a day: those in which pupils are expected elsewhere, and those of their part-time leave. */
export function registerEntries(facts: RegisterFacts): RegisterEntry[] {
  const byPupil = [...grouped(facts.placements, ({ subjectId }) => subjectId).values()];
  return byPupil
    .flatMap((placements) => [...expectedOf(placements, facts), ...leaveOf(placements, facts)])
    .map((each) => {
      const row = facts.rows.get(each.key) ?? null;
      const mark = facts.marks.get(each.key) ?? null;
      const { key, about, placement, beginsAt } = each;
      const situation = situationOf(each, row, facts);
      const proposal = beginsAt <= facts.now ? proposedMark(situation) : null;
      return { key, about, placement, beginsAt, row, mark, situation, proposal };
    });
}

/** Where the placements of a pupil expect them. */
function expectedOf(placements: readonly PlacementRow[], facts: RegisterFacts): Expected[] {
  const { on, school, sites } = facts;
  const week = wholeWeek(plansOf(placements, facts), placements, on);
  const inConflict = (half: Session) =>
    week.some(
      ({ weekday, session, becomes }) => weekday === weekdayOf(on) && session === half && becomes.is === 'conflict',
    );
  return placements.flatMap((placement) =>
    plannedSessions(placement, on, calendarOf(school), sites.get(placement.siteId)).map(
      ({ key, about, beginsAt, closed }): Expected => ({
        key,
        about,
        placement,
        beginsAt,
        expected: inConflict(about.session) ? 'in-two-places' : 'at-provider',
        closed: closed !== null,
      }),
    ),
  );
}

/** The sessions of part-time leave, kept with the pupil's first placement: the mark is of the pupil, wherever they are taught. */
function leaveOf(placements: readonly PlacementRow[], facts: RegisterFacts): Expected[] {
  const { on, school } = facts;
  const calendar = calendarOf(school);
  const [placement] = placements.toSorted((a, b) => (a.placementId < b.placementId ? -1 : 1));
  if (!placement) return [];
  return (['am', 'pm'] as const).flatMap((session): Expected[] => {
    const times = calendar.sessionTimes(on, session);
    if (!times || leaveIn(plansOf(placements, facts), placements, on, session) === null) return [];
    const { placementId, subjectId, schoolId, siteId } = placement;
    const about = { placementId, subjectId, schoolId, siteId, on, session };
    const key = sessionKey({ data: about });
    return [{ key, about, placement, beginsAt: times.startAt, expected: 'on-part-time-leave', closed: false }];
  });
}

function plansOf([first]: readonly PlacementRow[], { weekplans }: RegisterFacts) {
  const plans = weekplans.get(first?.subjectId ?? '')?.plans ?? [];
  return plans === erased ? [] : plans;
}

function situationOf(expected: Expected, row: SessionRow | null, facts: RegisterFacts): MarkSituation {
  const { about, placement, closed } = expected;
  const { school, on, now, natures, stopped } = facts;
  const answer = row ? answerOf(row)?.answer : undefined;
  return {
    on,
    session: about.session,
    schoolMeets: true,
    expected: expected.expected,
    route: placement.route,
    delivery: placement.delivery,
    suspended: placement.route === 'suspension' ? 'from-day-six' : null,
    seenAtSchool: row?.accountedAt !== undefined && row.place === 'at-school',
    providerClosed: closed,
    stopped: stopped.has(placement.placementId),
    conditions: conditionsOf(expected, facts),
    nature: natures.get(placement.placementId) ?? null,
    said: answer ?? null,
    reason: null,
    explanationOverdue: isExplanationOverdue(on, calendarOf(school), dayOf(now)),
    policy: cautiousPolicy,
  };
}

/**
 * What the placement's own record says of the conditions of an approved activity. What is not recorded is unknown, and asked;
 * that it is not so is for a person to say.
 */
// Procedure: S8.4, S8.5, S8.6
function conditionsOf(
  { about, placement }: Expected,
  facts: RegisterFacts,
): Record<Condition, 'yes' | 'no' | 'unknown'> {
  const has = (name: string) => placement.evidence.some(({ evidence }) => evidence === name);
  const judged = has('suitability-judged');
  const slot = slotsOn(placement.weeks, about.on).find(
    (each) => each.weekday === weekdayOf(about.on) && each.session === about.session,
  );
  return {
    educational: judged || has('aims-set') ? 'yes' : 'unknown',
    approved: placement.foundStarted && placement.missing.length > 0 ? 'unknown' : 'yes',
    supervised: judged && !facts.unassured.has(placement.siteId) ? 'yes' : 'unknown',
    'in-session': inSession(slot, facts),
  };
}

function inSession(slot: Slot | undefined, { school, on }: RegisterFacts): 'yes' | 'no' | 'unknown' {
  const times = school.sessionTimes.findLast(({ from }) => from <= on);
  if (!slot || !times) return 'unknown';
  return isWithin(slot, times) ? 'yes' : 'no';
}
