import { same, type Day } from '#event-sourcing';
import { no } from '../refusals.js';
import type { Slot } from '../vocabulary.js';

/** The slots of the school week that hold from a day on, until other ones do. */
export type PlannedWeek = { readonly from: Day; readonly slots: readonly Slot[] };

/** The slots in which the pupil is expected on a day, by its week; before the first week's day, that week's. */
export const slotsOn = (weeks: readonly PlannedWeek[], on: Day): readonly Slot[] =>
  (weeks.findLast(({ from }) => from <= on) ?? weeks[0])?.slots ?? [];

/** The weeks with one more, in order; a week planned from the same day takes the place of the one before. */
export const withWeek = (weeks: readonly PlannedWeek[], week: PlannedWeek): readonly PlannedWeek[] =>
  [...weeks.filter(({ from }) => from !== week.from), week].toSorted((a, b) => (a.from < b.from ? -1 : 1));

/** Whether two weeks are the same, in whichever order their slots are told. */
export const sameSlots = (a: readonly Slot[], b: readonly Slot[]): boolean => same(inOrder(a), inOrder(b));

/** Refuses slots that no pupil can keep: twice the same session, or leaving before arriving. */
export function assertKeepable(slots: readonly Slot[]): void {
  if (new Set(slots.map(slotKey)).size < slots.length) no('slots-not-distinct');
  if (slots.some(({ arriveAt, leaveAt }) => leaveAt <= arriveAt)) no('leaves-before-arriving');
}

const slotKey = ({ weekday, session }: Slot) => `${weekday} ${session}`;
const inOrder = (slots: readonly Slot[]) => slots.toSorted((a, b) => (slotKey(a) < slotKey(b) ? -1 : 1));
