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

/** What a list asks of an open field, whether or not there is an index for it: a list looks at every row of its kind. */
export type Condition<R> = { readonly field: keyof R & string } & (
  | { readonly is: string | boolean }
  | { readonly isOneOf: readonly string[] }
  /** It is this or comes after it, as days do. A row without the field is not found. */
  | { readonly from: string }
  /** It is this or comes before it; the same. */
  | { readonly until: string }
  /** Each of these begins a word of it. The field has its words in small letters, each after a blank. */
  | { readonly words: readonly string[] }
);

/** Which part of a long list is wanted: the rows that meet every condition, by a field that is a text, and then by row id. */
export type Wanted<R> = {
  /** What an index narrows the list down by first: fields of the projection's `by`. */
  readonly where?: Partial<R>;
  readonly conditions: readonly Condition<R>[];
  /** Of these row ids alone. */
  readonly among?: readonly string[] | undefined;
  readonly by: keyof R & string;
  /** In the order of these values of `by`, such as ids in the order of names; rows with other values come last. */
  readonly order?: readonly string[] | undefined;
  readonly skip: number;
  readonly max: number;
};

/** A part of a list, and how many there are in all of it. */
export type Part<R> = { readonly rows: Found<R>[]; readonly total: number };

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
  /** The rows of which an open field (`by` of the projection) is, as text, one of these: in one question, in no particular order. */
  abstract findAmong<R extends object>(
    projection: Projection<never, R>,
    field: keyof R & string,
    values: readonly string[],
    asAt?: bigint,
  ): Promise<Found<R>[]>;
  /** A part of a list, in its order. What is sealed can be neither asked for nor ordered by. */
  abstract list<R extends object>(projection: Projection<never, R>, wanted: Wanted<R>, asAt?: bigint): Promise<Part<R>>;
}
