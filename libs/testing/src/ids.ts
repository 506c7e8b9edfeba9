import { idFrom, type Id } from '#event-sourcing';

/** Ids for a test, by name: `ids('visitId')` gives the same `{ visitId }` in every spec and every run. */
export function ids<N extends string>(...names: readonly N[]): Record<N, Id> {
  // The record has a key for each name because it is made from them.
  return Object.fromEntries(names.map((name) => [name, idFrom('test', name)])) as Record<N, Id>;
}
