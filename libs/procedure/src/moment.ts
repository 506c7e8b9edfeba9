import type { DutyKind, MatterDutyKind, Session, SessionDutyKind } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { Happened } from './facts.js';
import type { NotPlanned } from './planned-session.js';
import type { Rung } from './duty-rules.js';
import { minutesAfter } from './london.js';

/** Why a duty that was raised was never owed. */
export type WithdrawnBecause = NotPlanned | 'provider-closed';

/** What a moment is about: a session, or a matter of the placement as a whole. */
export type AboutSession = { readonly on: Day; readonly session: Session };
export type AboutMatter = { readonly matter: string; readonly period?: Day | undefined };

/** One thing to do, and when it fell due. Doing it twice decides nothing the second time. */
export type Moment<A extends AboutSession | AboutMatter = AboutSession | AboutMatter> = A extends AboutSession
  ? A & SessionDeed
  : A & MatterDeed;

type SessionDeed =
  | Deed<SessionDutyKind>
  | {
      /** The provider is closed while the school is open: it is not asked, and the pupil must still be accounted for. */
      readonly at: Instant;
      readonly do: 'open-search';
      readonly kind: 'find-the-pupil';
      readonly because: 'closure';
    };

type MatterDeed =
  | Deed<MatterDutyKind>
  | {
      /** What was looked at elsewhere is there now: it becomes evidence of the placement. */
      readonly at: Instant;
      readonly do: 'gather';
      readonly kind: MatterDutyKind;
      readonly on: Day;
    }
  | {
      /** Another date was set, at the moment's time. */
      readonly at: Instant;
      readonly do: 'move';
      readonly kind: MatterDutyKind;
      readonly dueAt: Instant;
      readonly missedAt?: Instant | undefined;
    };

/** What may be done to every kind of duty. */
type Deed<K extends DutyKind> = { readonly at: Instant; readonly kind: K } & (
  | {
      readonly do: 'raise';
      readonly dueAt: Instant;
      readonly missedAt?: Instant | undefined;
      readonly late: boolean;
    }
  | {
      readonly do: 'step';
      readonly rung: Rung;
      /** The step comes too late to have an effect, and is only written down. */
      readonly stale: boolean;
      /** Whether its letter goes: not when it is too late for it, nor when a later step tells the same people at once. */
      readonly sends: boolean;
    }
  | { readonly do: 'miss' }
  | { readonly do: 'meet'; readonly fact: Happened }
  | { readonly do: 'withdraw'; readonly because: WithdrawnBecause }
);

/** The moments of a session or matter at a time: those that are due, in order, and when the next one is. */
export class Moments<A extends AboutSession | AboutMatter> {
  readonly due: Moment<A>[] = [];
  nextAt: Instant | null = null;
  /** Whether anything may still happen without anybody entering anything. */
  open = false;

  constructor(
    readonly about: A,
    readonly now: Instant,
  ) {}

  /** Whether a moment has come; one that hasn't is remembered as what to wake up for. */
  reached(at: Instant): boolean {
    if (at <= this.now) return true;
    if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
    this.open = true;
    return false;
  }

  add(moment: Moment<A>): void {
    this.due.push(moment);
    this.open = true;
  }
}

/** Oldest first; of one moment, in the order in which they are to be done. */
export const oldestFirst = <M extends { readonly at: Instant }>(moments: readonly M[]): M[] =>
  [...moments].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** A duty is missed when its last moment has passed, not in it. */
export const missedFrom = (missedAt: Instant): Instant => new Date(Date.parse(missedAt) + 1).toISOString();

/** A duty is raised late when the clock lagged by more than this; the today board complains of the same lag. */
const lateAfterMinutes = 5;
export const isLate = (raisedAt: Instant, now: Instant): boolean => now > minutesAfter(raisedAt, lateAfterMinutes);
