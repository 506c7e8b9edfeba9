import type { z } from 'zod';
import { isWithin, type Slot } from '#domain';
import type { Day } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import { halfWords, keyOf } from '../placements/week.js';
import { timeInWords } from '../shell/words.js';
import { timesOn } from './week-words.js';

// Procedure: S8.6
/** Says of each slot of a form that falls outside the school's own session why it can't be one; nothing while no times are set. */
export function refineWithin(school: SchoolRow, from: Day, slots: readonly Slot[], context: z.RefinementCtx): void {
  const times = timesOn(school, from);
  if (!times) return;
  for (const slot of slots.filter((each) => !isWithin(each, times))) {
    const { start, end } = times[slot.session];
    const school = `the school’s session, ${timeInWords(start)} to ${timeInWords(end)}`;
    const message = `${halfWords(slot)}: the time at the provider is outside ${school}, so it can’t be marked`;
    context.addIssue({ code: 'custom', path: ['week', `${keyOf(slot)}-arrive`], message });
  }
}
