import { z } from 'zod';
import { day, id, personal, type Day, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { aboutPlacement } from './evidence-facts.js';

const words = z.string().trim().min(1).max(2_000);

/** How the pupil has attended the own school since the return, or since the last look at it. */
export const returnAttendance = z.enum(['every-session', 'some-sessions', 'no-session']);
export type ReturnAttendance = z.output<typeof returnAttendance>;

/** Somebody of the school looked at how the return of a pupil goes whose placement has ended. */
// Procedure: S11.2, X10
const returnCheck = z.object({
  ...aboutPlacement,
  checkedOn: day,
  /** Who looked. */
  personId: id,
  attended: personal(returnAttendance),
  goes: personal(words),
  concerns: personal(z.boolean()),
  nextStep: personal(words),
});
export type ReturnCheck = z.output<typeof returnCheck>;

export const returningEvents = {
  ReturnChecked: returnCheck.describe(
    'After the placement had ended, somebody of the school looked at how the pupil’s return goes.',
  ),
};
export const returningCommands = { CheckReturn: returnCheck };
export type ReturningCommand = MessageOf<Messages<typeof returningCommands>>;
export type ReturningEvent = MessageOf<Messages<typeof returningEvents>>;

/** Said again, nothing is new; looked at again on a day, both stand. @throws {Refusal} before there is a return to look at. */
export function decideReturning(
  { data }: ReturningCommand,
  { endedOn, checks }: { readonly endedOn: Day | null; readonly checks: readonly ReturnCheck[] },
): readonly ReturningEvent[] {
  if (checks.some((known) => sameAsKnown(known, data))) return [];
  if (endedOn === null) return no('placement-not-ended');
  return data.checkedOn <= endedOn ? no('return-checked-before-the-end') : [{ type: 'ReturnChecked', data }];
}
