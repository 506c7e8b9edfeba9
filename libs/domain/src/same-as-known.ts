import { erased, same } from '#event-sourcing';

/**
 * Whether a fact that is told again is the one that is known. What has been erased can't be read any more and so can't be
 * contradicted: it counts as the same, and a job that is done again after an erasure decides nothing.
 */
export function sameAsKnown<T extends object>(known: T, told: T): boolean {
  const gone = new Set(Object.entries(known).flatMap(([name, value]) => (value === erased ? [name] : [])));
  const legible = (fact: T) => Object.fromEntries(Object.entries(fact).filter(([name]) => !gone.has(name)));
  return same(legible(known), legible(told));
}
