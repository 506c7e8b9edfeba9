import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const id = z.string().regex(/^(S\d+\.\d+|X\d+)$/);
const items = z.array(
  z.strictObject({
    id,
    kind: z.enum(['record', 'gate', 'duty', 'letter', 'page', 'citation', 'none']),
    part: z.enum(['one', 'two']),
    item: z.string(),
  }),
);
export type Item = z.output<typeof items>[number];

/** Where something says that it is an item of the procedure: the code or data itself, or a test of it. */
export type Mark = { readonly id: string; readonly file: string; readonly line: number; readonly test: string | null };

/** The items that the procedure asks for, in its order. @throws {z.ZodError} */
export const readItems = (text: string): Item[] => items.parse(parse(text));

const marking = /(?:\/\/|#|\{#|\*) Procedure: ([SX][\w., -]*)/;
const testing = /^\s*(?:it|describe)(?:\.each\b.*)?\(\s*['"`](.+?)['"`],/;
/** A test that runs over a table has its title behind the table. */
const titleWithin = 12;

/** The marks in one file. A mark stands above what it is about; above a test, that is the next title. */
export function marksIn(file: string, text: string): Mark[] {
  const lines = text.split('\n');
  const isTest = file.endsWith('.spec.ts') || file.includes('.contract.');
  return lines.flatMap((content, index) => {
    const [, listed] = marking.exec(content) ?? [];
    if (listed === undefined) return [];
    const title = lines.slice(index, index + titleWithin).flatMap((each) => testing.exec(each)?.[1] ?? [])[0];
    const test = isTest ? (title ?? 'a test without a title') : null;
    return idsOf(listed).map((each): Mark => ({ id: each, file, line: index + 1, test }));
  });
}

/** Ids as they are listed: `S7.5, X3`, and `S9.4-S9.13` for a run of them. */
export function idsOf(listed: string): string[] {
  return listed.split(',').flatMap((part) => {
    const [from = '', to] = part.trim().split(/\s*-\s*/);
    const [, section = '', first = ''] = /^(S\d+\.|X)(\d+)$/.exec(from) ?? [];
    const [, lastSection, last = ''] = /^(S\d+\.|X)(\d+)$/.exec(to ?? from) ?? [];
    // What is no id stays as it is written: it is in no list of items, and the test says so.
    if (section === '' || section !== lastSection) return [part.trim()];
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => `${section}${Number(first) + index}`);
  });
}

const places = ['apps', 'libs', 'procedures', 'test'];
const kinds = /\.(ts|njk|yaml)$/;
/** What tells of marks without bearing any. */
const ownFolder = join('test', 'procedure-map');

/** Every mark of the sources, in the order of files and lines. */
export function readMarks(root: string): Mark[] {
  return places.flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
      .filter((name) => kinds.test(name))
      .map((name) => join(place, name))
      .filter((file) => !file.startsWith(ownFolder))
      .sort()
      .flatMap((file) => marksIn(file, readFileSync(join(root, file), 'utf8'))),
  );
}

/** What is wrong with the marks: an id that there is not, or something built that no test proves. */
export function problemsOf(all: readonly Item[], marks: readonly Mark[]): string[] {
  const known = new Set(all.map((each) => each.id));
  const proved = new Set(marks.flatMap((mark) => (mark.test === null ? [] : [mark.id])));
  const built = new Set(marks.flatMap((mark) => (mark.test === null ? [mark.id] : [])));
  return [
    ...marks.flatMap((mark) =>
      known.has(mark.id) ? [] : [`${mark.file}:${mark.line} names ${mark.id}: no such item.`],
    ),
    ...all.flatMap((each) =>
      built.has(each.id) && !proved.has(each.id) ? [`${each.id} is built, and no test proves it.`] : [],
    ),
    ...all.flatMap((each) =>
      proved.has(each.id) && !built.has(each.id) ? [`${each.id} is tested, and nothing says where it lives.`] : [],
    ),
  ];
}

export const rewritesThePage =
  'UPDATE_DOCS=1 npm run jest -- --selectProjects unit --testPathPatterns test/procedure-map';

/** The page: a row for each item, with where it lives and the tests that prove it. */
export function mapPage(all: readonly Item[], marks: readonly Mark[], root: string, page: string): string {
  const link = (file: string, text: string) =>
    `[${escaped(text)}](${relative(join(root, page, '..'), join(root, file))})`;
  const once = (links: readonly string[]) => [...new Set(links)].join('<br>');
  const rows = all.map((item) => {
    const of = marks.filter((mark) => mark.id === item.id);
    const lives = once(of.flatMap((mark) => (mark.test === null ? [link(mark.file, mark.file)] : [])));
    const proof = once(of.flatMap((mark) => (mark.test === null ? [] : [link(mark.file, mark.test)])));
    return { item, lives, proof, isThere: of.length > 0 };
  });
  const count = (part: Item['part'], isThere: boolean) =>
    rows.filter((row) => row.item.part === part && row.isThere === isThere).length;
  const waits = { one: 'not yet', two: 'part two' };
  return [
    '# The procedure, item by item',
    `Each item of the off-site education procedure of January 2025 (S), and what its rules need without a place on the printed form (X): where it lives, and the tests that prove it. Made from marks in code, procedures and tests by \`test/procedure-map\`, which fails when one of them names an item that there is not, or when something is built and not proved. \`${rewritesThePage}\` writes it anew.`,
    `Of part one (placements, pupils, providers, checks, gates), ${count('one', true)} items are there and ${count('one', false)} are not yet; of part two (attendance, whereabouts, duties, letters), ${count('two', true)} are there and ${count('two', false)} are not yet.`,
    [
      '| id | item | kind | where it lives | proved by |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(({ item, lives, proof, isThere }) => {
        const cells = isThere ? [lives, proof] : [waits[item.part], ''];
        return `| ${[item.id, escaped(item.item), item.kind, ...cells].join(' | ')} |`;
      }),
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('[', '\\[').replaceAll(']', '\\]');
