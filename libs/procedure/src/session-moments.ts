import { status, type SearchCause, type SessionDutyKind, type Status } from '#domain';
import { erased, type Instant } from '#event-sourcing';
import { mayHold, type Known } from './condition.js';
import type { Rung, SessionRule } from './duty-rules.js';
import {
  keyOf,
  nothingKnown,
  type DutyFacts,
  type PlacementFacts,
  type SearchFacts,
  type SessionFacts,
} from './facts.js';
import { addDays, laterOf, londonDay, minutesAfter } from './london.js';
import { isLate, missedFrom, Moments, type AboutSession } from './moment.js';
import { plannedSession, type NotPlanned, type PlannedSession } from './planned-session.js';
import { rungAt } from './rung-at.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';
import type { SiteCalendar } from './site-calendar.js';
import type { ConditionName } from './vocabulary.js';

/** What is due in one session of a placement, and when something will be due next. */
export function momentsOfSession(
  facts: PlacementFacts,
  edition: Edition,
  calendar: SchoolCalendar,
  site: SiteCalendar,
  { on, session }: AboutSession,
  now: Instant,
): Moments<AboutSession> {
  const moments = new Moments({ on, session }, now);
  const known = facts.sessions.get(keyOf(on, session)) ?? nothingKnown;
  const plan = plannedSession(facts, calendar, on, session);
  const planned = typeof plan === 'string' ? null : plan;
  const closedSince = site.closedSince(on, session);
  const closed = site.isClosed(on, session) && !toldTooLate(planned, known, closedSince);
  const dayEndsAt = calendar.instant(addDays(on, 1), '00:00');
  const view: View = { facts, calendar, known, planned, dayEndsAt, moments };

  const { 'attendance-check': check, 'find-the-pupil': find } = edition.duties;
  if (typeof plan === 'string') noCheckOwed(view, plan);
  else if (closed) noCheckOwed(view, 'provider-closed');
  else if (check) checkOwed(view, check, plan);

  if (find && planned && closed) searchForClosureOwed(view, laterOf(planned.arriveAt, closedSince ?? planned.arriveAt));
  if (find && known.search?.placementId === facts.placementId) searchOwed(view, find, known.search);
  return moments;
}

/** That a provider was closed, told after an answer or when the session is over, undoes nothing: the check was owed. */
const toldTooLate = (planned: PlannedSession | null, { answer }: SessionFacts, since: Instant | null): boolean =>
  since !== null &&
  ((planned !== null && since >= planned.endAt) || (answer !== undefined && answer.recordedAt < since));

type View = {
  readonly facts: PlacementFacts;
  readonly calendar: SchoolCalendar;
  readonly known: SessionFacts;
  readonly planned: PlannedSession | null;
  readonly dayEndsAt: Instant;
  readonly moments: Moments<AboutSession>;
};

/** No answer is owed: what was raised is withdrawn, unless its answer is there and was never in doubt. */
function noCheckOwed(view: View, because: NotPlanned | 'provider-closed'): void {
  const { known, moments } = view;
  const kind = 'attendance-check';
  const duty = known.duties[kind];
  if (duty?.status !== 'open') return;
  if (because !== 'provider-closed' && known.answer && inTime(duty, known.answer.doneAt))
    return moments.add({ ...moments.about, at: moments.now, do: 'meet', kind, fact: known.answer });
  moments.add({ ...moments.about, at: moments.now, do: 'withdraw', kind, because });
}

/** The provider says, for each planned session, whether the pupil came. */
function checkOwed(view: View, rule: SessionRule, { arriveAt, endAt }: PlannedSession): void {
  const { known, moments, dayEndsAt } = view;
  const { kind } = rule;
  const { answer } = known;
  const before = known.duties[kind];
  if (before?.status === 'closed') return;

  let duty = before;
  if (!duty || duty.status === 'withdrawn') {
    if (answer && answer.recordedAt <= arriveAt) return; // Answered before anybody had to ask.
    if (!moments.reached(arriveAt)) return;
    const dueAt = minutesAfter(arriveAt, rule.dueAfterMinutes);
    duty = raise(view, rule, duty, arriveAt, dueAt, rule.missedAtEndOfSession ? laterOf(endAt, dueAt) : undefined);
  }
  if (duty.status === 'open') moments.open = true;
  if (!answer) {
    const letterStaleAt = (rung: Rung) => (rung.to === 'provider-contact' ? endAt : dayEndsAt);
    takeRungs(view, rule, duty, { arriveAt, letterStaleAt });
  }
  const { missedAt } = duty;
  const answeredInTime = answer && inTime(duty, answer.doneAt);
  const knownInTime = answeredInTime && (missedAt === undefined || answer.recordedAt <= missedAt);
  if (duty.status === 'open' && missedAt !== undefined && !knownInTime && moments.reached(missedFrom(missedAt))) {
    moments.add({ ...moments.about, at: missedFrom(missedAt), do: 'miss', kind });
  }
  if (answeredInTime)
    moments.add({ ...moments.about, at: laterOf(answer.recordedAt, duty.raisedAt), do: 'meet', kind, fact: answer });
}

/**
 * Nobody vanishes with a closed provider: whoever was expected there is looked for while the day lasts, from their arrival
 * on, or from when we were told, if that was later.
 */
function searchForClosureOwed({ known, moments, dayEndsAt }: View, at: Instant): void {
  if (known.answer || known.search || moments.now >= dayEndsAt || !moments.reached(at)) return;
  moments.add({ ...moments.about, at, do: 'open-search', kind: 'find-the-pupil', because: 'closure' });
}

/** A search that has begun is owed until the pupil is accounted for, whatever becomes of the session, the day or the placement. */
function searchOwed(view: View, rule: SessionRule, search: SearchFacts): void {
  const { known, planned, moments } = view;
  const { kind } = rule;
  const { accounted } = search;
  const before = known.duties[kind];
  if (before && before.status !== 'open') return;

  const ahead = londonDay(search.openedAt) < moments.about.on;
  // Told ahead of the day, and then nobody expects the pupil there: nobody is missing.
  if (!before && ahead && !planned) return;
  // Nobody is missing on the eve: such a search begins when the pupil is expected.
  const raisedAt = ahead && planned ? planned.arriveAt : search.openedAt;
  let duty = before;
  if (!duty) {
    if (accounted && accounted.recordedAt <= raisedAt) return;
    if (!moments.reached(raisedAt)) return;
    duty = raise(view, rule, undefined, raisedAt, minutesAfter(raisedAt, rule.dueAfterMinutes), undefined);
  }
  if (accounted)
    return moments.add({
      ...moments.about,
      at: laterOf(accounted.recordedAt, duty.raisedAt),
      do: 'meet',
      kind,
      fact: accounted,
    });
  moments.open = true;
  takeRungs(view, rule, duty, { arriveAt: raisedAt, letterStaleAt: () => null });
}

function raise(
  { moments }: View,
  { kind }: SessionRule,
  before: DutyFacts | undefined,
  raisedAt: Instant,
  dueAt: Instant,
  missedAt: Instant | undefined,
): DutyFacts {
  moments.add({
    ...moments.about,
    at: raisedAt,
    do: 'raise',
    kind,
    dueAt,
    missedAt,
    late: isLate(raisedAt, moments.now),
  });
  const { steps, told, failedLetters, taken } = before ?? { steps: [], told: [], failedLetters: [], taken: false };
  return { status: 'open', raisedAt, dueAt, missedAt, steps, told, failedLetters, taken };
}

type Times = {
  readonly arriveAt: Instant;
  /** From when on a rung's letter no longer helps; null when it always does. */
  readonly letterStaleAt: (rung: Rung) => Instant | null;
};

/** The rungs of a ladder that are owed and not taken: those whose time has come are due, in the order of the ladder. */
function takeRungs(view: View, rule: SessionRule, duty: DutyFacts, { arriveAt, letterStaleAt }: Times): void {
  const { moments, dayEndsAt } = view;
  const { now } = moments;
  const from = { raised: duty.raisedAt, 'expected-arrival': arriveAt, due: duty.dueAt };
  const reached = rule.ladder
    .filter((rung) => !duty.steps.includes(rung.step) && isOwed(view, rule.kind, rung))
    .map((rung) => ({ rung, at: rungAt(rung.time, from, view.calendar) }))
    .filter(({ at }) => moments.reached(at));
  reached.forEach(({ rung, at }, index) => {
    const staleAt = letterStaleAt(rung);
    const tooLate = staleAt !== null && now >= staleAt;
    const overtaken = reached.slice(index + 1).some((later) => later.rung.letter && later.rung.to === rung.to);
    const sends = rung.letter !== undefined && !tooLate && !overtaken;
    // What a step records holds for the whole day; it is stale only when a search would be of no use any more.
    const stale = rung.record === undefined ? tooLate || overtaken : now >= dayEndsAt;
    moments.add({ ...moments.about, at, do: 'step', kind: rule.kind, rung, stale, sends });
  });
}

function isOwed(view: View, kind: SessionDutyKind, { when, until }: Rung): boolean {
  const { known, moments, dayEndsAt } = view;
  if (until === 'taken' && isTaken(known)) return false;
  // What a past day's check depended on can't be told any more, and nobody would be told: only a search outlasts its day.
  if (when !== undefined && kind === 'attendance-check' && moments.now >= dayEndsAt) return false;
  return mayHold(when, (name) => knownOf(view, name));
}

/** A named person has taken the check or the search of this session, or has said where the pupil is. */
const isTaken = ({ duties, search }: SessionFacts): boolean =>
  search?.accounted !== undefined || Object.values(duties).some(({ taken }) => taken);

function knownOf({ facts, known }: View, name: ConditionName): Known {
  const because = known.search?.because;
  if (isCause(name)) return because === erased ? 'unknown' : because === name ? 'yes' : 'no';
  return isStatus(name) ? (facts.statuses.get(name) ?? 'unknown') : 'unknown';
}

const isCause = (name: ConditionName): name is SearchCause =>
  name === 'absence' || name === 'silence' || name === 'closure';
const statuses: ReadonlySet<string> = new Set(status.options);
const isStatus = (name: ConditionName): name is Status => statuses.has(name);

const inTime = ({ missedAt }: DutyFacts, doneAt: Instant): boolean => missedAt === undefined || doneAt <= missedAt;
