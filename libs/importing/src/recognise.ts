import { bare, placeColumns, type ImportError, type Placed } from './columns.js';
import type { Kind } from './kind.js';
import { allKinds } from './kinds/index.js';
import type { Table } from './table.js';

export type Recognised = { readonly table: Table; readonly kind: Kind; readonly placed: Placed };

/** Which kind of file a table is, by its headings; or what is wrong with it, and what would be right. */
export function recognise(table: Table): Recognised | { readonly errors: readonly ImportError[] } {
  const { name: file, headings } = table;
  const has = new Set(headings.map(bare));
  for (const { notThis = [] } of allKinds) {
    const similar = notThis.find((each) => each.headings.every((heading) => has.has(bare(heading))));
    if (similar) return { errors: [{ file, wanted: similar.because }] };
  }
  const candidates = allKinds
    .map((kind) => ({ kind, placed: placeColumns(kind.columns, headings) }))
    .toSorted((a, b) => score(b) - score(a));
  const fitting = candidates.filter(({ placed }) => placed.missing.length === 0);
  const [best] = fitting.length > 0 ? fitting : candidates;
  if (!best) throw new Error('There are no kinds of file.');
  const { kind, placed } = best;
  if (placed.twice.length > 0) {
    return {
      errors: placed.twice.map((heading) => ({
        file,
        line: 1,
        column: heading,
        wanted: 'each column once: this heading is there twice',
      })),
    };
  }
  if (placed.missing.length === 0) return { table, kind, placed };
  const needed = Object.values(kind.columns).filter(({ needed }) => needed !== 'no').length;
  if (placed.missing.length * 2 > needed) {
    const kinds = allKinds.map(({ title }) => title).join('; ');
    return {
      errors: [
        {
          file,
          line: 1,
          wanted: `the headings of a kind of file that Waymark knows: ${kinds}. docs/importing.md lists their columns`,
        },
      ],
    };
  }
  return {
    errors: placed.missing.map((name) => {
      const heading = kind.columns[name]?.heading ?? name;
      const near = nearest(heading, placed.unknown);
      const meant = near === null ? '' : ` ("${near}" looks like it: rename that one)`;
      return {
        file,
        line: 1,
        column: heading,
        wanted: `this column, because the file looks like ${kind.title}${meant}`,
      };
    }),
  };
}

const score = ({ placed }: { placed: Placed }): number =>
  placed.places.size * 2 - placed.missing.length * 3 - placed.unknown.length / 100;

/** The heading that differs least, if it doesn't differ much. */
function nearest(heading: string, among: readonly string[]): string | null {
  const [best] = among
    .map((each) => ({ each, distance: distanceOf(bare(heading), bare(each)) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, heading.length / 3) ? best.each : null;
}

/** How many letters have to be changed, added or left out to make one of the other (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
