import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rows = readFileSync('docs/bad-days.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2);
const testsIn = (row: string) =>
  [...row.matchAll(/\[([^\]]+)\]\((\.\.\/[^)]+\.spec\.ts)\)/g)].map(([, title = '', file = '']) => ({
    title,
    file: join('docs', file),
  }));

describe('the table of bad days', () => {
  it('names a test for each', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.filter((row) => testsIn(row).length === 0)).toEqual([]);
  });

  it.each(rows.flatMap(testsIn))('names a test that there is: $title', ({ title, file }) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8').replaceAll('-', ' ')).toContain(title.replaceAll('-', ' '));
  });
});
