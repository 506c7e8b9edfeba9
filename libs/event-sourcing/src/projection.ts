import type { z } from 'zod';
import type { Messages, Message, Sealed } from './messages.js';
import type { Heard } from './process.js';

/** A read model: its row, which row an event touches, and how. It only folds; nothing else happens because of it. */
export type Projection<E extends Message, R extends object> = {
  readonly name: string;
  /** Raised when the row or the fold changes: the new version is built beside the old. */
  readonly version: number;
  readonly hears: readonly Messages[];
  readonly row: z.ZodType<R> & z.ZodObject;
  /** Whose key seals the row's personal fields; null when it has none. */
  readonly sealed: Sealed | null;
  /** The open fields that finders ask by; each gets an index. */
  readonly by: readonly (keyof R & string)[];
  rowId(event: Heard<E>): string | null;
  /** The row after the event; null ends it. */
  evolve(row: R | null, event: Heard<E>): R | null;
};

/** A projection whatever it folds: what a list of them holds. */
// oxlint-disable-next-line typescript/no-explicit-any -- The event and row of a projection are its own affair; a list of them has no common ones.
export type AnyProjection = Projection<any, any>;

/** The row as it stood: `broken` when its fold threw, from which position on it can't be trusted. */
export type Found<R> = R & { readonly rowId: string; readonly since: bigint; readonly broken: boolean };

/** Where rows are found, now or as at a position. */
export abstract class Rows {
  /** The rows whose open fields equal these (`by` of the projection); with nothing to ask for, all rows. */
  abstract find<R extends object>(
    projection: Projection<never, R>,
    where: Partial<R>,
    asAt?: bigint,
  ): Promise<Found<R>[]>;
  abstract get<R extends object>(
    projection: Projection<never, R>,
    rowId: string,
    asAt?: bigint,
  ): Promise<Found<R> | null>;
  /** Several rows in one question, in no particular order; an id that has no row, or one of which nothing can be shown, is passed over. */
  abstract getMany<R extends object>(
    projection: Projection<never, R>,
    rowIds: readonly string[],
    asAt?: bigint,
  ): Promise<Found<R>[]>;
}
