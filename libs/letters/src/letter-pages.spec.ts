import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { letterPages } from './letter-pages.js';

const folder = join(process.cwd(), 'docs', 'letters');

describe('the pages about the letters', () => {
  const pages = letterPages();
  if (process.env['WRITE_DOCS']) {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of pages) writeFileSync(join(folder, file), text);
  }

  it('are one for each letter', () => expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort()));

  it.each([...pages])('say what %s says now; WRITE_DOCS=1 npm test -- letter-pages writes them', (file, text) => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(text);
  });
});
