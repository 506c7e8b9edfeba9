import { z } from 'zod';
import { same, type Day } from '#event-sourcing';
import { no } from '../refusals.js';
import type { Slot } from '../vocabulary.js';

/**
 * What becomes of the sessions of the school week that are not spent at the provider: taught in school or with another
 * provider, or not taught. Where nobody has said, it is not known.
 */
export const restOfWeek = z.enum(['taught', 'not-taught']);
export type RestOfWeek = z.output<typeof restOfWeek>;

/** The slots of the school week that hold from a day on, until other ones do. */
export type PlannedWeek = {
  readonly from: Day;
  readonly slots: readonly Slot[];
  readonly restOfWeek?: RestOfWeek | undefined;
};

/** The week that holds on a day; before the first week's day, that one. */
export const weekOn = <W extends PlannedWeek>(weeks: readonly W[], on: Day): W | undefined =>
  weeks.findLast(({ from }) => from <= on) ?? weeks[0];

/** The slots in which the pupil is expected on a day, by its week; before the first week's day, that week's. */
export const slotsOn = (weeks: readonly PlannedWeek[], on: Day): readonly Slot[] => weekOn(weeks, on)?.slots ?? [];

/** A school week has ten sessions, and a week that leaves none of them is full whatever was said of the rest. */
const sessionsOfWeek = 10;

/** Whether a week is part-time: fewer than ten sessions at the provider and the rest not taught. */
export function isPartTime({ slots, restOfWeek }: Pick<PlannedWeek, 'slots' | 'restOfWeek'>): 'yes' | 'no' | 'unknown' {
  if (slots.length >= sessionsOfWeek || restOfWeek === 'taught') return 'no';
  return restOfWeek === 'not-taught' ? 'yes' : 'unknown';
}

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
