import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#config';
import {
  idsOf,
  mapPage,
  marksIn,
  problemsOf,
  readItems,
  readMarks,
  rewritesThePage,
  type Item,
} from './procedure-map.js';

const root = packageRoot();
const page = join('docs', 'procedure-map.md');
const items = readItems(readFileSync(join(root, 'test/procedure-map/items.yaml'), 'utf8'));
const marks = readMarks(root);

describe('docs/procedure-map.md', () => {
  it('names no item that there is not, and nothing that is built without a test or tested without a place', () =>
    expect(problemsOf(items, marks)).toEqual([]));

  it('says where each item lives now', () => {
    const file = join(root, page);
    const now = mapPage(items, marks, root, page);
    if (process.env['UPDATE_DOCS']) writeFileSync(file, now);
    if (readFileSync(file, 'utf8') !== now)
      throw new Error(`${page} is stale. This writes it anew: ${rewritesThePage}`);
  });

  it('has a row for each of the 275 items of the procedure and the 12 that it needs besides, each once', () => {
    const ids = items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('S'))).toHaveLength(275);
    expect(ids.filter((id) => id.startsWith('X'))).toHaveLength(12);
  });
});

describe('a mark', () => {
  it('stands above what it is about, in code, data and templates', () => {
    expect(marksIn('a.ts', '// Procedure: S7.5, X3\nconst rule = 1;')).toEqual([
      { id: 'S7.5', file: 'a.ts', line: 1, test: null },
      { id: 'X3', file: 'a.ts', line: 1, test: null },
    ]);
    expect(marksIn('a.yaml', '# Procedure: S9.4')).toMatchObject([{ id: 'S9.4', test: null }]);
    expect(marksIn('a.njk', '{# Procedure: S2.1 #}')).toMatchObject([{ id: 'S2.1', test: null }]);
  });

  it('has in a test the title that follows', () => {
    const text = "  // Procedure: S9.1\n  it('refuses a start while a row is open', () => {});";
    expect(marksIn('a.spec.ts', text)).toMatchObject([{ id: 'S9.1', test: 'refuses a start while a row is open' }]);
  });

  it('may name a run of items', () => expect(idsOf('S9.4-S9.6, X1')).toEqual(['S9.4', 'S9.5', 'S9.6', 'X1']));

  it('is wrong where there is no such item, no test or no place', () => {
    const item = (id: string): Item => ({ id, kind: 'record', part: 'one', item: 'A name' });
    const found = [
      ...marksIn('a.ts', '// Procedure: S1.1, S1.2, S1.99'),
      ...marksIn('a.spec.ts', "// Procedure: S1.1, S1.3\nit('x', () => {});"),
    ];
    expect(problemsOf([item('S1.1'), item('S1.2'), item('S1.3')], found)).toEqual([
      'a.ts:1 names S1.99: no such item.',
      'S1.2 is built, and no test proves it.',
      'S1.3 is tested, and nothing says where it lives.',
    ]);
  });
});
