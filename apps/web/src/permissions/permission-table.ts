import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#config';

/** The table of who may open what, written out by hand in docs/permissions.md, as a program reads it. */
export type PermissionTable = {
  /** The columns: roles, and those who have none. */
  readonly askers: readonly string[];
  /** Which cells a route has, by asker. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

/** Reads the table. @throws when a route stands in two rows, or a row has not a cell for each column. */
export function readPermissionTable(file = join(packageRoot(), 'docs/permissions.md')): PermissionTable {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], , ...body] = rows;
  const askers = head.slice(2);
  const cells = new Map<string, ReadonlyMap<string, string>>();
  for (const [what = '', routes = '', ...row] of body) {
    if (row.length !== askers.length) throw new Error(`The row “${what}” has ${row.length} cells.`);
    for (const [, route = ''] of routes.matchAll(/`([^`]+)`/g)) {
      if (cells.has(route)) throw new Error(`${route} stands in two rows.`);
      cells.set(route, new Map(askers.map((asker, index) => [asker, row[index] ?? ''])));
    }
  }
  return { askers, cells };
}
