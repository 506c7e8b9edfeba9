import { erased, type Erased } from '#event-sourcing';

/** One more in a sealed list, which reads as erased as soon as any of it does. */
export const withOne = <T>(list: readonly T[] | Erased, one: T | Erased): T[] | Erased =>
  list === erased || one === erased ? erased : [...list, one];
