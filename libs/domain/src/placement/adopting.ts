import { z } from 'zod';
import { day, id, personal, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { aboutPlacement } from './evidence-facts.js';

/**
 * An edition of the procedure as a placement is pinned to it: by what it is called, and by the hash of what it said then. The
 * hash is put in where the command is let through, so no form has to know it; placements of before have none.
 */
export const pinnedEdition = z.strictObject({ id: z.string(), edition: z.string(), hash: z.string().optional() });
export type PinnedEdition = z.output<typeof pinnedEdition>;

const adoption = z.object({
  ...aboutPlacement,
  /** The edition that it was under until then. */
  from: z.strictObject({ id: z.string(), edition: z.string() }),
  procedure: pinnedEdition,
  adoptedOn: day,
  personId: id,
  because: personal(z.string().trim().min(1).max(2_000)),
});

export const adoptingEvents = {
  EditionAdopted: adoption.describe(
    'A school decided that the placement goes on under a newer edition of its procedure. What is owed of sessions follows it from the next day on, all else at once.',
  ),
};
export const adoptingCommands = { AdoptEdition: adoption };
export type AdoptingEvent = MessageOf<Messages<typeof adoptingEvents>>;
export type AdoptingCommand = MessageOf<Messages<typeof adoptingCommands>>;

/** Under which edition a placement is. */
export type Under = {
  readonly procedure: PinnedEdition;
  /** How it came to be under it, where that was not by its proposal. */
  readonly adoption: z.output<typeof adoption> | null;
};

export const withAdopting = <U extends Under>(placement: U, { data }: AdoptingEvent): U => ({
  ...placement,
  procedure: data.procedure,
  adoption: data,
});

/** Said again, nothing is new. @throws {Refusal} when it is no newer edition of its procedure, or not of the one that it is under. */
export function decideAdopting(
  { data }: AdoptingCommand,
  { procedure: now, adoption: last, hasEnded }: Under & { readonly hasEnded: boolean },
): readonly AdoptingEvent[] {
  const { procedure, from } = data;
  if (procedure.id !== now.id) return no('edition-of-another-procedure');
  if (procedure.edition === now.edition) return last && sameAsKnown(last, data) ? [] : no('edition-adopted-already');
  if (hasEnded) return no('placement-ended');
  if (procedure.edition < now.edition) return no('edition-is-older');
  if (from.id !== now.id || from.edition !== now.edition) return no('edition-changed-meanwhile');
  return [{ type: 'EditionAdopted', data }];
}
