import { readFileSync, writeFileSync } from 'node:fs';
import { allKinds } from './kinds/index.js';

const file = 'docs/importing.md';
const [begin, end] = ['<!-- columns -->', '<!-- end of columns -->'];
const rewrites =
  'UPDATE_DOCS=1 npm run jest -- --testPathPatterns libs/importing/src/columns-page --selectProjects unit';

/** Every column of every kind, as the page lists them. */
const columns = (): string =>
  allKinds
    .map(({ title, columns: all }) =>
      [
        `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
        '',
        ...Object.values(all).map(({ heading, also = [], says, needed }) => {
          const others = also.length === 0 ? '' : ` (or ${also.join(', ')})`;
          const must = { value: 'needed in each row', heading: 'the column is needed', no: 'may be left out' }[needed];
          return `- **${heading}**${others}: ${says} _${must}_`;
        }),
        '',
      ].join('\n'),
    )
    .join('\n');

it(`docs/importing.md lists every column; ${rewrites}`, () => {
  const text = readFileSync(file, 'utf8');
  const written = `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${columns()}\n${text.slice(text.indexOf(end))}`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, written);
  expect(readFileSync(file, 'utf8')).toBe(written);
});
