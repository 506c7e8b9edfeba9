import { Temporal } from 'temporal-polyfill';
import type { Day } from '#event-sourcing';
import type { Instrument } from './written.js';

/** When a site is to be evaluated by an instrument again. */
export type EvaluationDue = {
  readonly instrument: Instrument;
  readonly lastOn: Day | null;
  readonly dueOn: Day;
  /** The day is over and nobody has. */
  readonly isOverdue: boolean;
};

/**
 * By when a site is to be evaluated by each instrument that says how often: so many months after the last time, or after the
 * first pupil of the school came. Where no pupil of the school is, nothing is due.
 */
// Procedure: S5.3, S23.30
export function evaluationsDue(
  instruments: readonly Instrument[],
  there: { readonly firstOn: Day | null; readonly lastOn: (instrument: string) => Day | null },
  today: Day,
): readonly EvaluationDue[] {
  const { firstOn } = there;
  if (firstOn === null) return [];
  return instruments.flatMap((instrument) => {
    if (instrument.everyMonths === undefined) return [];
    const lastOn = there.lastOn(instrument.id);
    const months = instrument.everyMonths;
    const dueOn = Temporal.PlainDate.from(lastOn ?? firstOn)
      .add({ months })
      .toString();
    return [{ instrument, lastOn, dueOn, isOverdue: dueOn < today }];
  });
}
