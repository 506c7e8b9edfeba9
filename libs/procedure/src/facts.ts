import {
  isDutyClosed,
  stepStands,
  type Duty,
  type RecurringDutyKind,
  type SearchCause,
  type Session,
  type SessionDutyKind,
  type Slot,
  type Status,
} from '#domain';
import type { Day, Erased, Id, Instant } from '#event-sourcing';
import type { Known } from './condition.js';

/** What the clock needs to know of a duty that has been raised. */
export type DutyFacts = {
  /** `closed` is met, or shown done on time. A withdrawn duty may be owed again, when what withdrew it was a mistake. */
  readonly status: 'open' | 'missed' | 'closed' | 'withdrawn';
  readonly raisedAt: Instant;
  readonly dueAt: Instant;
  readonly missedAt?: Instant | undefined;
  /** When its date was last moved. */
  readonly movedAt?: Instant | undefined;
  /** The steps that have been taken and have not failed since. */
  readonly steps: readonly string[];
  /** Everybody whom its steps have told, whether or not the letter reached them. */
  readonly told: readonly Id[];
  /** Letters of its steps that reached nobody. */
  readonly failedLetters: readonly Id[];
  /** A named person has taken it on. */
  readonly taken: boolean;
};

/** A fact that meets a duty: when it was, and when we came to know. */
export type Happened = { readonly doneAt: Instant; readonly recordedAt: Instant };

/** A search for the pupil. Its duty is owed by the placement on whose session it was opened. */
export type SearchFacts = {
  readonly placementId: Id;
  readonly because: SearchCause | Erased;
  readonly openedAt: Instant;
  readonly accounted?: Happened | undefined;
};

/** What is known of one session: the provider's first answer, a search, the duties. */
export type SessionFacts = {
  readonly answer?: Happened | undefined;
  readonly search?: SearchFacts | undefined;
  readonly duties: Readonly<Partial<Record<SessionDutyKind, DutyFacts>>>;
};

/** The slots that hold from a day on. `since` is when we were told: nothing is owed for a session that had ended by then. */
export type WeekFacts = { readonly from: Day; readonly since?: Instant | undefined; readonly slots: readonly Slot[] };

/**
 * The pupil does not go there from a day on, until the day on which they go again. `since` and `resumedAt` are when we were
 * told: what had been owed in a session that was over by then stays so, and nothing more is owed of it.
 */
export type SuspensionFacts = {
  readonly from: Day;
  readonly since: Instant;
  readonly until?: Day | undefined;
  readonly resumedAt?: Instant | undefined;
};

/** What is owed follows from this of a placement, and from the edition, the calendars and the time. */
export type PlacementFacts = {
  readonly placementId: Id;
  readonly subjectId: Id;
  readonly schoolId: Id;
  readonly siteId: Id;
  /** The later of the start and the day on which Waymark took it on. */
  readonly from: Day;
  /** When Waymark took it on: nothing is owed for a session that had ended by then. */
  readonly since?: Instant | undefined;
  /** The last day of a placement that has ended. */
  readonly until?: Day | undefined;
  readonly weeks: readonly WeekFacts[];
  readonly suspensions?: readonly SuspensionFacts[] | undefined;
  /** A status that was never noted is unknown. */
  readonly statuses: ReadonlyMap<Status, Known>;
  /** Before this day every session is settled, but for those in `sessions`: only a hint that saves looking. */
  readonly settledBefore?: Day | undefined;
  /** By `keyOf` day and session. */
  readonly sessions: ReadonlyMap<string, SessionFacts>;
};

/** A piece of evidence that was missing when a placement was found to have begun. */
export type GapFacts = {
  readonly evidence: string;
  /** That it is there. What was looked at elsewhere may be there before the placement has it as evidence. */
  readonly there?: Happened | undefined;
  /** The day of what is there and has still to be gathered for the placement. */
  readonly toGather?: Day | undefined;
  readonly duty?: DutyFacts | undefined;
};

/** A date by which the gaps are due, and when it was set. */
export type GapsDueFacts = { readonly dueOn: Day; readonly since: Instant };

/** What a school did to keep an eye on a placement, where it meets a duty: the day, and when we came to know. */
export type OverseenFacts = { readonly kind: RecurringDutyKind; readonly on: Day; readonly recordedAt: Instant };

/** How often something is to be done as school and provider agreed it, or null where they left it; and when we were told. */
export type AgreedFacts = {
  readonly kind: RecurringDutyKind;
  readonly everyWeeks: number | null;
  readonly since: Instant;
};

/** What is owed again and again while a placement runs follows from when the pupil is expected there, and from this. */
export type WatchFacts = Pick<PlacementFacts, 'from' | 'since' | 'until' | 'weeks' | 'suspensions'> & {
  readonly overseen: readonly OverseenFacts[];
  /** In the order in which they were told. */
  readonly agreed: readonly AgreedFacts[];
  /** By `periodKey` of kind and period. */
  readonly duties: ReadonlyMap<string, DutyFacts>;
};

/** What is owed of a placement as a whole follows from this, and from the edition, the calendar and the time. */
export type MatterFacts = {
  /** From when on it is owed: the later of the start and of when Waymark took it on. */
  readonly owedFrom: Instant;
  /** When we were told that the placement ends: nothing can be gathered for it from then on. */
  readonly endedAt?: Instant | undefined;
  /** In the order in which they were set. */
  readonly gapsDue: readonly GapsDueFacts[];
  readonly gaps: readonly GapFacts[];
  readonly watch: WatchFacts;
};

export const keyOf = (on: Day, session: Session): string => `${on}.${session}`;
export const nothingKnown: SessionFacts = { duties: {} };

export const periodKey = (kind: RecurringDutyKind, period: Day): string => `${kind} ${period}`;

/** A duty's state as the clock sees it. */
export function factsOfDuty(duty: NonNullable<Duty>): DutyFacts {
  const { status, raised, dueAt, missedAt, movedAt, steps, told, failedLetters, taken } = duty;
  const closed = isDutyClosed(duty) ? 'closed' : status === 'missed' ? 'missed' : 'open';
  return {
    status: status === 'withdrawn' ? 'withdrawn' : closed,
    raisedAt: raised.raisedAt,
    dueAt,
    missedAt,
    movedAt: movedAt ?? undefined,
    steps: Object.keys(steps).filter((step) => stepStands(duty, step)),
    told,
    failedLetters,
    taken: taken !== null,
  };
}
