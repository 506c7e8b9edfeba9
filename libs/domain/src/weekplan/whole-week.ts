import { erased, type Day, type Id, type TimeOfDay } from '#event-sourcing';
import { isSuspendedOn, type Suspended } from '../placement/suspending.js';
import { slotsOn, type PlannedWeek } from '../placement/weeks.js';
import { session, type Session, type Slot, type Weekday } from '../vocabulary.js';
import { planOn, type PartTimeLeave, type RestKind, type RestOfWeekPlan } from './weekplan.js';

/**
 * The whole school week of a pupil on a day: each of its ten sessions is exactly one of school, a placement, part-time leave
 * or something else; or it is a conflict, or nobody has said. It follows from the week plan and the placements' weeks.
 */

/** A placement as the week sees it. */
export type PlacedWeeks = {
  readonly placementId: Id;
  readonly weeks: readonly PlannedWeek[];
  /** The agreed first day, and the one on which it began, as soon as it has. */
  readonly startOn: Day;
  readonly startedOn?: Day | null | undefined;
  readonly plannedEndOn?: Day | null | undefined;
  readonly endedOn?: Day | null | undefined;
  readonly suspensions?: readonly Suspended[] | undefined;
};

/** A plan as far as the week follows from it. */
export type WeekAsPlanned = Pick<RestOfWeekPlan, 'from' | 'sessions' | 'leave'>;

type Half = { readonly weekday: Weekday; readonly session: Session };
type AtPlacement = { readonly placementId: Id; readonly slot: Slot };

/** What becomes of a session. */
export type Becomes =
  | { readonly is: Exclude<RestKind, 'part-time-leave'> }
  | { readonly is: 'part-time-leave'; readonly leave: PartTimeLeave }
  | ({ readonly is: 'placement' } & AtPlacement)
  /** Two placements expect the pupil, or the plan says something else where one does. */
  | { readonly is: 'conflict'; readonly placements: readonly AtPlacement[]; readonly planned: RestKind | null }
  /** Nobody has said, or what was said has run out. */
  | { readonly is: 'unsaid'; readonly leaveEndedOn?: Day };
export type WholeSession = Half & { readonly becomes: Becomes };

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5];
/** The ten sessions of the school week, in order. */
export const sessionsOfWeek: readonly Half[] = weekdays.flatMap((weekday) =>
  session.options.map((half) => ({ weekday, session: half })),
);

/**
 * Whether a placement goes on on a day. One that has begun does so until it has ended, whatever was planned, because until
 * then the pupil is expected there.
 */
export function goesOnOn({ startOn, startedOn, plannedEndOn, endedOn }: PlacedWeeks, on: Day): boolean {
  const hasBegun = startedOn !== undefined && startedOn !== null;
  const last = endedOn ?? (hasBegun ? null : plannedEndOn) ?? null;
  return (hasBegun ? startedOn : startOn) <= on && (last === null || on <= last);
}

/** Whether it takes sessions on a day: while it is suspended it takes none, and somebody has to say where the pupil is then. */
export const takesSessionsOn = (placement: PlacedWeeks, on: Day): boolean =>
  goesOnOn(placement, on) && !isSuspendedOn(placement.suspensions ?? [], on);

// Procedure: X8, S13.10
/** The ten sessions of a pupil's week on a day. What is erased was not said. */
export function wholeWeek(
  plans: readonly WeekAsPlanned[],
  placements: readonly PlacedWeeks[],
  on: Day,
): readonly WholeSession[] {
  const plan = planOn(plans, on);
  const there = placements.filter((each) => takesSessionsOn(each, on));
  return sessionsOfWeek.map((half) => ({ ...half, becomes: becomes(half, plan, there, on) }));
}

function becomes(half: Half, plan: WeekAsPlanned | undefined, placements: readonly PlacedWeeks[], on: Day): Becomes {
  const isHalf = (each: Half) => each.weekday === half.weekday && each.session === half.session;
  const taken = placements.flatMap(({ placementId, weeks }): AtPlacement[] =>
    slotsOn(weeks, on)
      .filter(isHalf)
      .map((slot) => ({ placementId, slot })),
  );
  const sessions = plan === undefined || plan.sessions === erased ? [] : plan.sessions;
  const is = sessions.find(isHalf)?.is ?? null;
  const [only, ...more] = taken;
  if (only && more.length === 0 && is === null) return { is: 'placement', ...only };
  if (only) return { is: 'conflict', placements: taken, planned: is };
  if (is === null) return { is: 'unsaid' };
  if (is !== 'part-time-leave') return { is };
  const leave = plan?.leave;
  if (leave === undefined || leave === erased) return { is: 'unsaid' };
  return on <= leave.endsOn ? { is, leave } : { is: 'unsaid', leaveEndedOn: leave.endsOn };
}

/** Whether each session is exactly one thing: nothing conflicts, and of nothing has nobody said what becomes of it. */
export const isWhole = (week: readonly WholeSession[]): boolean =>
  week.every(({ becomes: { is } }) => is !== 'conflict' && is !== 'unsaid');

/** Whether a pupil is part-time by the whole week: some of it is leave. As long as it is not whole, that is not known. */
export function isPartTimeBy(week: readonly WholeSession[]): 'yes' | 'no' | 'unknown' {
  if (week.some(({ becomes: { is } }) => is === 'part-time-leave')) return 'yes';
  return isWhole(week) ? 'no' : 'unknown';
}

/** The evidence that a pupil's whole week is planned. */
export const wholeWeekPlanned = 'whole-week-planned';

/**
 * What a gate makes of the whole week on a day; null where no plan holds on it, or what it says is erased. The evidence is there
 * once each session is one thing, and is of the day on which leave was agreed, or from which the plan holds.
 */
export function weekForGate(
  plans: readonly WeekAsPlanned[],
  placements: readonly PlacedWeeks[],
  on: Day,
): { readonly partTime: 'yes' | 'no' | 'unknown'; readonly plannedOn: Day | null } | null {
  const plan = planOn(plans, on);
  if (plan === undefined || plan.sessions === erased || plan.leave === erased) return null;
  const week = wholeWeek(plans, placements, on);
  return { partTime: isPartTimeBy(week), plannedOn: isWhole(week) ? (plan.leave?.agreedOn ?? plan.from) : null };
}

/**
 * The part-time leave in which a pupil is in a session of a day, or null: the one ground for the code that stands for it.
 * Where a placement expects the pupil there is none, whatever the plan says.
 */
export function leaveIn(
  plans: readonly WeekAsPlanned[],
  placements: readonly PlacedWeeks[],
  on: Day,
  half: Session,
): PartTimeLeave | null {
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
  const found = wholeWeek(plans, placements, on).find((each) => each.weekday === weekday && each.session === half);
  return found?.becomes.is === 'part-time-leave' ? found.becomes.leave : null;
}

type Times = { readonly start: TimeOfDay; readonly end: TimeOfDay };
/** When the sessions of a school begin and end. */
export type TimesOfSessions = { readonly am: Times; readonly pm: Times };

// Procedure: S8.6
/** Whether a slot falls at least in part within the school's own session that it is marked as; twilight never does. */
export const isWithin = ({ session: half, arriveAt, leaveAt }: Slot, times: TimesOfSessions): boolean =>
  arriveAt < times[half].end && times[half].start < leaveAt;

/** What a week comes to, in minutes. */
export type MinutesOfWeek = {
  /** At each placement, off site. */
  readonly placements: ReadonlyMap<Id, number>;
  /** Of all sessions that are taught: at placements, in school, or elsewhere. */
  readonly taught: number;
  /** Of the school's own week, which is full-time. */
  readonly fullTime: number;
};

// Procedure: S13.10, S14.25
/** The hours of a whole week against full-time. A session in school or elsewhere counts as long as the school's own. */
export function minutesOf(week: readonly WholeSession[], times: TimesOfSessions): MinutesOfWeek {
  const placements = new Map<Id, number>();
  let taught = 0;
  for (const { session: half, becomes } of week) {
    if (becomes.is === 'school' || becomes.is === 'other') taught += minutesBetween(times[half].start, times[half].end);
    if (becomes.is !== 'placement') continue;
    const minutes = minutesInSlot(becomes.slot);
    placements.set(becomes.placementId, (placements.get(becomes.placementId) ?? 0) + minutes);
    taught += minutes;
  }
  const eachDay = minutesBetween(times.am.start, times.am.end) + minutesBetween(times.pm.start, times.pm.end);
  return { placements, taught, fullTime: weekdays.length * eachDay };
}

/** How long a pupil is off site in a week's slots. */
export const minutesIn = (slots: readonly Slot[]): number => slots.reduce((sum, each) => sum + minutesInSlot(each), 0);

const minutesInSlot = ({ arriveAt, leaveAt }: Slot): number => minutesBetween(arriveAt, leaveAt);
const minutesBetween = (start: TimeOfDay, end: TimeOfDay): number => minuteOf(end) - minuteOf(start);
function minuteOf(time: TimeOfDay): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
