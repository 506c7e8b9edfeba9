import type { DutyKind, Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { Happened } from './facts.js';
import type { NotPlanned } from './planned-session.js';
import type { Rung } from './running.js';

/** Why a duty that was raised was never owed. */
export type WithdrawnBecause = NotPlanned | 'provider-closed';

/** One thing to do, and when it fell due. Doing it twice decides nothing the second time. */
export type Moment = { readonly at: Instant; readonly on: Day; readonly session: Session } & (
  | {
      /** The provider is closed while the school is open: it is not asked, and the pupil must still be accounted for. */
      readonly do: 'open-search';
      readonly kind: 'find-the-pupil';
      readonly because: 'closure';
    }
  | {
      readonly do: 'raise';
      readonly kind: DutyKind;
      readonly dueAt: Instant;
      readonly missedAt?: Instant | undefined;
      readonly late: boolean;
    }
  | {
      readonly do: 'step';
      readonly kind: DutyKind;
      readonly rung: Rung;
      /** The step comes too late to have an effect, and is only written down. */
      readonly stale: boolean;
      /** Whether its letter goes: not when it is too late for it, nor when a later step tells the same people at once. */
      readonly sends: boolean;
    }
  | { readonly do: 'miss'; readonly kind: DutyKind }
  | { readonly do: 'meet'; readonly kind: DutyKind; readonly fact: Happened }
  | { readonly do: 'withdraw'; readonly kind: DutyKind; readonly because: WithdrawnBecause }
);

/** The moments of a session at a time: those that are due, in order, and when the next one is. */
export class Moments {
  readonly due: Moment[] = [];
  nextAt: Instant | null = null;
  /** Whether anything may still happen without anybody entering anything. */
  open = false;

  constructor(
    readonly on: Day,
    readonly session: Session,
    readonly now: Instant,
  ) {}

  /** Whether a moment has come; one that hasn't is remembered as what to wake up for. */
  reached(at: Instant): boolean {
    if (at <= this.now) return true;
    if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
    this.open = true;
    return false;
  }

  add(moment: DistributiveOmit<Moment, 'on' | 'session'>): void {
    this.due.push({ on: this.on, session: this.session, ...moment });
    this.open = true;
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
