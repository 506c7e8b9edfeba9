import { z } from 'zod';
import { day, erased, personal, type Day, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { whereNext } from './ending.js';
import { aboutPlacement } from './evidence-facts.js';

const words = z.string().trim().min(1).max(2_000);

/** `from` is the first day on which the pupil does not go there; it says where they are meanwhile. */
const suspension = z.object({ ...aboutPlacement, from: day, because: personal(words), next: whereNext });

/** `from` is the day on which the pupil goes there again, and `settled` what had to be settled before. */
const resumption = z.object({ ...aboutPlacement, from: day, settled: personal(words) });

/** The last day as it is planned now, later or earlier than it was, and why. */
const plannedEnd = z.object({ ...aboutPlacement, plannedEndOn: day, because: personal(words) });

export const suspendingEvents = {
  PlacementSuspended: suspension.describe(
    'From this day on the pupil does not go there for a time. It says why, and where the pupil is meanwhile.',
  ),
  PlacementResumed: resumption.describe('From this day on the pupil goes there again.'),
  PlannedEndChanged: plannedEnd.describe('The last day of the placement is planned to be another one than before.'),
};
export const suspendingCommands = {
  SuspendPlacement: suspension,
  ResumePlacement: resumption,
  ChangePlannedEnd: plannedEnd,
};
export type SuspendingEvent = MessageOf<Messages<typeof suspendingEvents>>;
export type SuspendingCommand = MessageOf<Messages<typeof suspendingCommands>>;

export const isSuspending = <E extends { readonly type: string }>(
  event: E,
): event is Extract<E, { type: SuspendingEvent['type'] }> => Object.hasOwn(suspendingEvents, event.type);
export const isAboutSuspending = <C extends { readonly type: string }>(
  command: C,
): command is Extract<C, { type: SuspendingCommand['type'] }> => Object.hasOwn(suspendingCommands, command.type);

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

/** How long a placement is to last, and when it rests meanwhile. */
export type Lasting = {
  /** In order of their days. */
  readonly suspensions: readonly Suspended[];
  /** What was said last of a suspension, and of its end. */
  readonly suspension: z.output<typeof suspension> | null;
  readonly resumption: z.output<typeof resumption> | null;
  /** The last day as it is planned now. */
  readonly plannedEndOn: Day | null;
};
/** What is known of a placement when it is suspended, resumed or given another planned end. */
type Known = Lasting & {
  readonly startedOn: Day | null;
  /** The first day at the provider: the agreed one, or an earlier one on which it was found to have begun. */
  readonly firstOn: Day;
  readonly hasEnded: boolean;
};

export function withSuspending<L extends Lasting>(lasting: L, { type, data }: SuspendingEvent): L {
  switch (type) {
    case 'PlacementSuspended':
      return { ...lasting, suspensions: [...lasting.suspensions, { from: data.from, until: null }], suspension: data };
    case 'PlacementResumed':
      return { ...lasting, suspensions: resumed(lasting.suspensions, data.from), resumption: data };
    case 'PlannedEndChanged':
      return { ...lasting, plannedEndOn: data.plannedEndOn };
  }
}

/** Said again, nothing is new. @throws {Refusal} when there is nothing to suspend or to resume, or the days are out of order. */
export function decideSuspending({ type, data }: SuspendingCommand, known: Known): readonly SuspendingEvent[] {
  const { startedOn, hasEnded, suspensions } = known;
  const open = openSuspension(suspensions);
  switch (type) {
    case 'SuspendPlacement':
      if (open) return known.suspension && sameAsKnown(known.suspension, data) ? [] : no('placement-suspended');
      if (hasEnded) return no('placement-ended');
      if (startedOn === null) return no('placement-not-started');
      if (data.from < startedOn) return no('suspended-before-it-starts');
      if (isSuspendedOn(suspensions, data.from)) return no('placement-suspended');
      if (data.next !== erased && data.next.from < data.from) return no('next-place-before-the-end');
      return [{ type: 'PlacementSuspended', data }];

    case 'ResumePlacement':
      if (!open) return known.resumption && sameAsKnown(known.resumption, data) ? [] : no('placement-not-suspended');
      if (hasEnded) return no('placement-ended');
      return data.from < open.from ? no('resumed-before-suspended') : [{ type: 'PlacementResumed', data }];

    // Procedure: S14.27
    case 'ChangePlannedEnd':
      if (known.plannedEndOn === data.plannedEndOn) return [];
      if (hasEnded) return no('placement-ended');
      return data.plannedEndOn < known.firstOn ? no('ends-before-it-starts') : [{ type: 'PlannedEndChanged', data }];
  }
}
