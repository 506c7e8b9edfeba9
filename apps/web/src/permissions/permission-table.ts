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

/** Reads the table, and the routes of each row. @throws when a route stands twice, or a row has no routes or not a cell for each column. */
export function readPermissionTable(file = join(packageRoot(), 'docs/permissions.md')): PermissionTable {
  const lines = readFileSync(file, 'utf8').split('\n');
  const [[, ...askers] = [], , ...body] = lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const routesOf = routesByRow(lines);
  const cells = new Map<string, ReadonlyMap<string, string>>();
  for (const [what = '', ...row] of body) {
    if (row.length !== askers.length) throw new Error(`The row “${what}” has ${row.length} cells.`);
    const routes = routesOf.get(what);
    if (!routes) throw new Error(`The row “${what}” has no routes under its name.`);
    routesOf.delete(what);
    for (const route of routes) {
      if (cells.has(route)) throw new Error(`${route} stands in two rows.`);
      cells.set(route, new Map(askers.map((asker, index) => [asker, row[index] ?? ''])));
    }
  }
  for (const what of routesOf.keys()) throw new Error(`There are routes for “${what}”, which is no row.`);
  return { askers, cells };
}

/** The lists below the table: a heading with the name of a row, and a route on each line. */
function routesByRow(lines: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let routes: string[] = [];
  for (const line of lines) {
    const [, what] = /^### (.+)$/.exec(line) ?? [];
    if (what !== undefined) found.set(what, (routes = []));
    const [, route] = /^- `([^`]+)`$/.exec(line) ?? [];
    if (route !== undefined) routes.push(route);
  }
  return found;
}
