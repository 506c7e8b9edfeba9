import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inALine } from './editions.js';
import { readWritten } from './mistakes.js';
import { writtenEdition } from './written.js';

const page = readFileSync(new URL('../../../docs/procedures.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text ?? '');
const [whole = '', ...parts] = examples;

/** Every word of a schema: its keys and its choices, however deep they lie. */
function wordsIn(schema: unknown, seen = new Set<unknown>(), found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return found;
  seen.add(schema);
  if (schema instanceof z.ZodObject) for (const key of Object.keys(schema.shape)) found.add(key);
  if (schema instanceof z.ZodEnum) for (const word of schema.options) found.add(String(word));
  const inner = schema instanceof z.ZodLazy ? [schema.unwrap()] : [];
  const { def } = schema as { def?: Record<string, unknown> };
  const within = Object.values(def ?? {}).flatMap((each) =>
    each instanceof z.ZodType ? [each] : typeof each === 'object' && each !== null ? Object.values(each) : [],
  );
  for (const each of [...inner, ...within]) if (each instanceof z.ZodType) wordsIn(each, seen, found);
  return found;
}

describe('docs/procedures.md', () => {
  const words = [...wordsIn(writtenEdition)];

  it('knows where the words are', () => {
    expect(words).toEqual(
      expect.arrayContaining([
        'inForceFrom',
        'certainty',
        'ladder',
        'schoolDaysBefore',
        'virtual-school',
        'gap-due',
        'any',
      ]),
    );
  });

  it.each(words)('has the word %s', (word) => {
    expect(page).toMatch(new RegExp(`(?<![\\w-])${word}(?![\\w-])`));
  });

  it('shows an edition that can be used as it stands', () => {
    expect(readWritten(whole, () => 'hash').mistakes.map(inALine)).toEqual([]);
  });

  it('shows nothing else that is a mistake', () => {
    const head = whole.slice(0, whole.indexOf('gates:'));
    for (const part of parts)
      expect(readWritten(`${head}${part}duties: {}\n`, () => 'hash').mistakes.map(inALine)).toEqual([]);
  });
});
