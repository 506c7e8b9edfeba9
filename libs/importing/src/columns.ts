import type { TableRow } from './table.js';
import type { Reader } from './values.js';

/** A column of a kind of file. */
export type Column<T = unknown> = {
  /** The heading as we write it. */
  readonly heading: string;
  /** Others that schools' systems write. */
  readonly also?: readonly string[];
  /** What it says, in a sentence for the page that documents it. */
  readonly says: string;
  /** A file without this column is not of the kind; a row must have a value in it. `heading`: the row may be empty in it. */
  readonly needed: 'value' | 'heading' | 'no';
  readonly read: Reader<T>;
};

export type Columns = Readonly<Record<string, Column>>;

/** The values of a row by its columns' names; what is empty is absent. */
export type Values<C extends Columns> = {
  readonly [K in keyof C]?: C[K] extends Column<infer T> ? T : never;
};

/** Something wrong in a file, so that whoever sent it finds it and can put it right. */
export type ImportError = {
  readonly file: string;
  /** Absent where the whole file is meant. */
  readonly line?: number;
  readonly column?: string;
  /** What stands there: for the eyes of whoever imports alone, and never for a log. */
  readonly value?: string;
  readonly wanted: string;
  /** Where one of several has to be chosen for the whole import, which there are. */
  readonly choices?: readonly string[];
};

export const column = <T>(parts: Column<T>): Column<T> => parts;

/** A heading without what nobody means by it: case, spaces, punctuation. */
export const bare = (heading: string): string =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Which place of a table each column stands in, and what is not as it should be. */
export type Placed = {
  readonly places: ReadonlyMap<string, number>;
  /** Names of columns that must be there and are not. */
  readonly missing: readonly string[];
  /** Headings that are of no column. */
  readonly unknown: readonly string[];
  readonly twice: readonly string[];
};

export function placeColumns(columns: Columns, headings: readonly string[]): Placed {
  const names = new Map(
    Object.entries(columns).flatMap(([name, { heading, also = [] }]) =>
      [heading, ...also].map((each) => [bare(each), name] as const),
    ),
  );
  const places = new Map<string, number>();
  const unknown: string[] = [];
  const twice: string[] = [];
  headings.forEach((heading, index) => {
    const name = names.get(bare(heading));
    if (name === undefined) {
      if (heading !== '') unknown.push(heading);
    } else if (places.has(name)) twice.push(heading);
    else places.set(name, index);
  });
  const missing = Object.entries(columns).flatMap(([name, { needed }]) =>
    needed !== 'no' && !places.has(name) ? [name] : [],
  );
  return { places, missing, unknown, twice };
}

/** Reads a row: all that is wrong in it is said, each with what would be right. */
export function readRow<C extends Columns>(
  columns: C,
  { places }: Pick<Placed, 'places'>,
  file: string,
  { line, cells }: TableRow,
): { readonly values: Values<C>; readonly errors: readonly ImportError[] } {
  const values: Record<string, unknown> = {};
  const errors: ImportError[] = [];
  for (const [name, { heading, needed, read }] of Object.entries(columns)) {
    const place = places.get(name);
    const text = place === undefined ? '' : (cells[place] ?? '').trim();
    if (text === '') {
      if (needed === 'value') errors.push({ file, line, column: heading, value: '', wanted: 'a value: it is empty' });
      continue;
    }
    const found = read(text);
    if ('wanted' in found) errors.push({ file, line, column: heading, value: text, wanted: found.wanted });
    else values[name] = found.value;
  }
  return { values: values as Values<C>, errors };
}
