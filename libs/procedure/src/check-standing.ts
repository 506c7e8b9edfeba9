import { Temporal } from 'temporal-polyfill';
import type { Day } from '#event-sourcing';
import type { PreAdmissionCheck } from './written.js';

/** What was found of a row of the checklist: how, on which day, and until when it says itself that it holds. */
export type CheckFound = {
  readonly outcome: 'met' | 'not-met' | 'not-applicable';
  readonly on: Day;
  readonly until?: Day | undefined;
};

type Rule = Pick<PreAdmissionCheck, 'validForMonths'>;

export type CheckStanding = {
  readonly state: CheckFound['outcome'] | 'not-answered' | 'run-out';
  /** The last day on which it counts; null where it does not run out. */
  readonly lastOn: Day | null;
  /** It no longer stands in the way of a start. */
  readonly isSettled: boolean;
};

/**
 * The last day on which a finding settles its row: the one that was on the evidence, or the last of as many months as the
 * edition lets a finding count. The earlier one holds.
 */
// Procedure: S9.3, S10.3
export function lastDayOf({ on, until }: Pick<CheckFound, 'on' | 'until'>, { validForMonths }: Rule): Day | null {
  const ofEdition =
    validForMonths === undefined
      ? undefined
      : Temporal.PlainDate.from(on).add({ months: validForMonths }).subtract({ days: 1 }).toString();
  return [until, ofEdition].filter((each) => each !== undefined).sort()[0] ?? null;
}

/**
 * How a row stands on a day. Nothing is stored when it runs out: it is worked out when it is read, so a row that nobody has
 * looked at again never counts for a day longer.
 */
// Procedure: S9.1, S9.3
export function checkStandingOn(found: CheckFound | undefined, row: Rule, today: Day): CheckStanding {
  if (found === undefined) return { state: 'not-answered', lastOn: null, isSettled: false };
  if (found.outcome === 'not-met') return { state: 'not-met', lastOn: null, isSettled: false };
  const lastOn = lastDayOf(found, row);
  const isOver = lastOn !== null && lastOn < today;
  return { state: isOver ? 'run-out' : found.outcome, lastOn, isSettled: !isOver };
}
