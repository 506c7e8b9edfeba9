import { z } from 'zod';
import { day, personal, type Day } from '#event-sourcing';
import { aboutPlacement } from './evidence-facts.js';
import { whereNext } from './ending.js';

const words = z.string().trim().min(1).max(2_000);

/** `from` is the first day on which the pupil does not go there; it says where they are meanwhile. */
export const suspension = z.object({ ...aboutPlacement, from: day, because: personal(words), next: whereNext });

/** `from` is the day on which the pupil goes there again, and `settled` what had to be settled before. */
export const resumption = z.object({ ...aboutPlacement, from: day, settled: personal(words) });

/** The last day as it is planned now, later or earlier than it was, and why. */
export const plannedEnd = z.object({ ...aboutPlacement, plannedEndOn: day, because: personal(words) });

/** The days on which a pupil does not go to their place: from the first one until the one on which they go again. */
export type Suspended = { readonly from: Day; readonly until: Day | null };

/** Whether a placement is suspended on a day. */
export const isSuspendedOn = (suspensions: readonly Suspended[], on: Day): boolean =>
  suspensions.some(({ from, until }) => from <= on && (until === null || on < until));

/** The suspension that nobody has ended yet. */
export const openSuspension = <S extends Suspended>(suspensions: readonly S[]): S | undefined =>
  suspensions.find(({ until }) => until === null);

/** The suspensions once the open one ends on a day. One that ends on its first day has never been. */
export const resumed = <S extends Suspended>(suspensions: readonly S[], until: Day): readonly S[] =>
  suspensions
    .map((each) => (each.until === null ? { ...each, until } : each))
    .filter(({ from, until: end }) => end === null || from < end);
