import type { Id, Message } from '#event-sourcing';
import type { Columns, ImportError, Values } from './columns.js';
import type { Known } from './known.js';

/** A change that an import makes, with how it is told to whoever looks at the preview. */
export type Change = {
  readonly file: string;
  readonly line: number;
  readonly how: 'new' | 'changed' | 'removed';
  /** Whom or what it is about, in words for the eyes of whoever imports alone. */
  readonly thing: string;
  /** What changes: `telephone: 1 → 2`. */
  readonly details: readonly string[];
  /** Changes of one key are made one after the other, in their order. */
  readonly key: string;
  readonly commands: readonly Message[];
  /** A refusal that is no fault here: there was nothing to do. */
  readonly unless?: string;
};

/** A row as a kind gets it: read, with all its values right. */
export type GoodRow<C extends Columns> = { readonly line: number; readonly values: Values<C> };

export type Outcome = { readonly changes: readonly Change[]; readonly errors: readonly ImportError[] };
export const nothing: Outcome = { changes: [], errors: [] };

/** Works out what one file changes; made anew each time that the file is read. */
export type Planner<C extends Columns> = {
  rows(batch: readonly GoodRow<C>[]): Promise<Outcome>;
  /** What shows only when all rows have been read. */
  end?(): Promise<Outcome>;
};

/** What a person has said for the whole import, besides the files. */
export type Said = {
  /** The school of rows that name none: an id, a URN or a name. */
  readonly school?: string | undefined;
  /** Which schools of a national extract are wanted; without any, those that are known. */
  readonly urns: readonly string[];
  /** The mailbox to which replies about attendance go, for schools that the files open without one. */
  readonly mailbox?: string | undefined;
  /** The head's date for what imported placements lack, and whose date it is, where several could have set it. */
  readonly gapsDueOn?: string | undefined;
  readonly headEmail?: string | undefined;
  /** The same by id, where the head is the one who imports. */
  readonly headId?: Id | undefined;
  /** Which calendar of a file that holds several. */
  readonly calendar?: string | undefined;
};

/** A kind of file. */
export type Kind<C extends Columns = Columns> = {
  readonly name: string;
  /** As people call it: "pupils". */
  readonly title: string;
  readonly columns: C;
  /** Headings of other files that look alike, and what to bring instead. */
  readonly notThis?: readonly { readonly headings: readonly string[]; readonly because: string }[];
  planner(file: string, known: Known, said: Said): Planner<C>;
};

/** Defines a kind; in a list of kinds, the columns of each are its own affair. */
export const kind = <C extends Columns>(parts: Kind<C>): Kind => parts;

/** What differs between two, in words; an absent value is "none". */
export function differences(words: Readonly<Record<string, readonly [unknown, unknown]>>): string[] {
  return Object.entries(words).flatMap(([name, [was, is]]) =>
    shown(was) === shown(is) ? [] : [`${name}: ${shown(was)} → ${shown(is)}`],
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'symbol' ? 'erased' : typeof value === 'string' ? value : JSON.stringify(value);
}
