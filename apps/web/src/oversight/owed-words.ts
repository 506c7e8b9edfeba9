import { isRecurring, type RecurringDutyKind } from '#domain';
import type { Day } from '#event-sourcing';
import type { MatterRow } from '#read-models';
import { count, dayOf, shortDay } from '../shell/words.js';

/** What is owed again and again of a kind: by which day it is due now, and how often it was missed. */
export function owedWords(kind: RecurringDutyKind, owed: readonly MatterRow[], today: Day): string {
  const own = owed.filter((each) => each.kind === kind);
  const open = own.find(({ status }) => status === 'open');
  const missed = own.filter(({ status }) => status === 'missed').length;
  const dueOn = open && dayOf(open.dueAt);
  return [
    ...(dueOn === undefined ? [] : [`${dueOn < today ? 'was due' : 'due'} by ${shortDay(dueOn)}`]),
    ...(missed === 0 ? [] : [`${count(missed, 'time')} missed`]),
  ].join(', ');
}

/** What of a placement's matters is owed again and again, and neither done nor past: what is open, and the latest that was missed. */
export function stillOwed(owed: readonly MatterRow[]): readonly MatterRow[] {
  const recurring = owed.filter(({ kind }) => isRecurring(kind));
  return recurring.filter(
    (each) =>
      each.status === 'open' ||
      (each.status === 'missed' &&
        !recurring.some(
          (other) =>
            other.placementId === each.placementId &&
            other.kind === each.kind &&
            (other.period ?? '') > (each.period ?? '') &&
            other.status !== 'open',
        )),
  );
}
