import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { z } from 'zod';
import { didYouMean, nearest } from './nearest.js';
import { running, type Edition } from './running.js';
import { writtenEdition } from './written.js';

/** Something wrong in the file of an edition: where it stands, of what it is, and what would be right. */
export type Mistake = {
  readonly line: number;
  readonly column: number;
  /** Such as `duties.attendance-check.ladder.0.at`, and empty where it is about the whole file. */
  readonly at: string;
  readonly message: string;
};

/** What can be read of an edition's text: the edition, and all that is wrong with it. It is used when nothing is. */
export type Reading = { readonly edition: Edition | null; readonly mistakes: readonly Mistake[] };

/**
 * Reads an edition, and finds all mistakes of its file at once: what is no word of the vocabulary is taken out, and the rest
 * is read again, so that what stands beside it is looked at as well.
 *
 * @param hashOf Makes the edition's hash of what its file says.
 */
export function readWritten(text: string, hashOf: (value: unknown) => string): Reading {
  const source = new Source(text);
  const mistakes: Mistake[] = [...source.syntax];
  if (!source.isReadable) return { edition: null, mistakes };

  // Each round takes something out, so this ends; the limit is for a file in which nothing is right.
  for (let round = 0; round < 50; round += 1) {
    const parsed = writtenEdition.safeParse(source.value, { error: inWords });
    if (parsed.success) {
      const { edition, problems } = running(parsed.data, hashOf(source.value));
      mistakes.push(...problems.map(({ path, message }) => source.mistake({ path, message })));
      return { edition, mistakes: inOrder(mistakes) };
    }
    const problems = withoutConsequences(parsed.error.issues.flatMap(deepest));
    mistakes.push(...problems.filter(({ path }) => !source.isEmptied(path)).map((each) => source.mistake(each)));
    if (!source.takeOut(problems)) break;
  }
  return { edition: null, mistakes: inOrder(mistakes) };
}

const inOrder = (mistakes: readonly Mistake[]): Mistake[] =>
  [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column);

type Problem = {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The words of which one could stand there. */
  readonly words?: readonly string[] | undefined;
  /** It is the key at the end of the path that is wrong, and not what it stands for. */
  readonly ofKey?: { readonly meant: string | null } | undefined;
};

const isMissing = 'is missing';

/** Without what is wrong only because a key beside it was written wrongly: that shows once the key has been passed over. */
function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const keys = problems.flatMap(({ path, ofKey }) =>
    ofKey ? [{ within: path.slice(0, -1).join('.'), ...ofKey }] : [],
  );
  return problems.filter(({ path, message, ofKey, words }) => {
    if (ofKey !== undefined) return true;
    if (message === isMissing) {
      return keys.every(({ within, meant }) => meant !== path.at(-1) || within !== path.slice(0, -1).join('.'));
    }
    return words !== undefined || keys.every(({ within }) => within !== path.join('.'));
  });
}

/** The vocabulary's own words say what they want; these are for everything that has none. */
const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? isMissing
        : `is not ${kinds[issue.expected] ?? `of the kind ${issue.expected}`}`;
    case 'invalid_value':
      return issue.input === undefined
        ? isMissing
        : `is no word of this place: write ${choice(issue.values.map(String))}`;
    case 'unrecognized_keys': {
      const known = keysOf(issue.inst);
      return JSON.stringify(issue.keys.map((key) => ({ key, known })));
    }
    case 'invalid_key':
      return 'is no word of this place';
    case 'invalid_format':
      return issue.format === 'date' ? 'is not a day: write it as 2025-01-06' : undefined;
    case 'too_small':
      return issue.origin === 'number' ? `is too small: at least ${issue.minimum}` : 'is empty';
    case 'too_big':
      return issue.origin === 'number'
        ? `is too large: at most ${issue.maximum}`
        : `is too long: at most ${issue.maximum} characters`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
      return undefined;
  }
};
const keysOf = (place: unknown): string[] => {
  if (place instanceof z.ZodObject) return Object.keys(place.shape);
  return place instanceof z.ZodRecord && place.keyType instanceof z.ZodEnum ? place.keyType.options.map(String) : [];
};
const kinds: Readonly<Record<string, string>> = {
  string: 'text: a number or a date is written in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a list of words, each with what it stands for',
  record: 'a list of names, each with what it stands for',
};
const choice = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
const keysUnknown = z.array(z.strictObject({ key: z.string(), known: z.array(z.string()) }));

/** Of a choice that fits in no way, the issues of the way that came furthest: they name what is really wrong. */
function deepest(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return keysUnknown.parse(JSON.parse(issue.message)).map(({ key, known }) => ({
      path: [...issue.path, key],
      message: `is no word of this place: write ${choice(known)}`,
      words: known,
      ofKey: { meant: nearest(key, known) },
    }));
  }
  const found = wordsOf(issue);
  const words = found.length === 0 ? undefined : found;
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message, ofKey: { meant: null } }];
  }
  const own: Problem[] = [{ path: issue.path, message: issue.message, words }];
  if (issue.code !== 'invalid_union') return own;
  const ways = issue.errors.map((way) =>
    way.flatMap(deepest).map((each) => ({ ...each, path: [...issue.path, ...each.path] })),
  );
  const depth = (way: readonly Problem[]) => Math.max(0, ...way.map(({ path }) => path.length));
  const best = ways.reduce((a, b) => (depth(b) > depth(a) ? b : a), own);
  return depth(best) > issue.path.length ? best : own;
}

/** The words of which one would have fitted. */
function wordsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap((way) => way.filter(({ path }) => path.length === 0).flatMap(wordsOf));
}

/** What stands for a part that can't be read, while the rest is looked at. */
const standIns: Readonly<Record<string, unknown>> = {
  id: 'trial',
  edition: '2025-01',
  inForceFrom: '2025-01-01',
  title: 'Trial',
  review: { reviewedOn: [], nextReviewOn: '2025-01-01' },
  citations: [],
  checks: [],
  instruments: [],
  gates: {},
  duties: {},
};

/** The text of an edition: where everything stands in it, also when parts of it have been taken out. */
class Source {
  private readonly lines = new LineCounter();
  private readonly document;
  /** The items of each list from which something was taken, as they were. */
  private readonly lists = new Map<YAMLSeq, readonly unknown[]>();
  readonly syntax: readonly Mistake[];
  /** Whether its structure can be told; a word that is there twice does not hide the others. */
  readonly isReadable: boolean;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const broken = [...this.document.errors, ...this.document.warnings];
    const loose = this.looseAliases();
    this.isReadable = broken.every(({ code }) => code === 'DUPLICATE_KEY') && loose.length === 0;
    this.syntax = [...broken.map(({ pos, message }) => this.at(pos[0], '', message)), ...loose];
  }

  get value(): unknown {
    return this.document.toJS();
  }

  mistake({ path, message, words = [], ofKey }: Problem): Mistake {
    const isName = ofKey !== undefined || isEntry(path);
    const offset = (isName ? this.offsetOfKey(path) : undefined) ?? this.offsetOf(path);
    const node = this.node(path);
    const written = ofKey ? String(path.at(-1)) : isScalar(node) ? String(node.value) : '';
    return this.at(offset, this.nameOf(path), `${message}${written === '' ? '' : didYouMean(written, words)}`);
  }

  /** Takes what was nearly written for it, and else takes it out, with as little around it as may be missing. */
  takeOut(problems: readonly Problem[]): boolean {
    const taken = problems.map((each) => this.mended(each) ?? this.outermost(each.path, each.ofKey !== undefined));
    for (const take of taken) take?.();
    return taken.some((take) => take !== null);
  }

  /** Whether a list is empty only because of what was taken out of it. */
  isEmptied(path: readonly PropertyKey[]): boolean {
    const node = this.node(path);
    return isSeq(node) && node.items.length === 0 && this.lists.has(node);
  }

  /** Puts a word in the place of one that was nearly it, so that all beside it is looked at as it was meant. */
  private mended({ path, words = [], ofKey }: Problem): (() => void) | null {
    const within = this.node(path.slice(0, -1));
    if (ofKey) {
      const { meant } = ofKey;
      const key = isMap(within) ? keyOf(within, path.at(-1)) : undefined;
      return meant !== null && key && isMap(within) && !within.has(meant) ? () => (key.value = meant) : null;
    }
    const node = this.node(path);
    const meant = isScalar(node) && typeof node.value === 'string' ? nearest(node.value, words) : null;
    return isScalar(node) && meant !== null ? () => (node.value = meant) : null;
  }

  private outermost(path: readonly PropertyKey[], isKey: boolean): (() => void) | null {
    for (let length = path.length; length > 0; length -= 1) {
      const within = this.node(path.slice(0, length - 1));
      const key = path[length - 1];
      const isWhole = length === path.length;
      if (isSeq(within) && typeof key === 'number' && key < within.items.length) return this.without(within, key);
      if (!isMap(within)) continue;
      const isUnknown = isWhole && isKey && (length > 1 || !(String(key) in standIns));
      if ((isEntry(path.slice(0, length)) || isUnknown) && within.has(key)) return () => within.delete(key);
      if (length === 1 && String(key) in standIns) {
        return () => this.document.set(key, this.document.createNode(standIns[String(key)]));
      }
    }
    return null;
  }

  private without(list: YAMLSeq, index: number): () => void {
    const item = list.items[index];
    return () => {
      if (!this.lists.has(list)) this.lists.set(list, [...list.items]);
      const at = list.items.indexOf(item);
      // A citation stays to be cited, whatever else is wrong with it.
      const id = list === this.document.get('citations', true) && isMap(item) ? item.get('id') : undefined;
      const stays = writtenEdition.shape.id.safeParse(id).success && isMap(item) && item.get('title') !== 'Trial';
      const instead = stays ? [this.document.createNode({ id, title: 'Trial', edition: 'Trial' })] : [];
      if (at >= 0) list.items.splice(at, 1, ...instead);
    };
  }

  /** What stands for something that has no name in this file. */
  private looseAliases(): Mistake[] {
    const found: Mistake[] = [];
    visit(this.document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.document) === undefined)
          found.push(this.at(alias.range?.[0] ?? 0, '', `nothing is called ${alias.source} here`));
      },
    });
    return found;
  }

  private at(offset: number, at: string, message: string): Mistake {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col, at, message };
  }

  private node(path: readonly PropertyKey[]): unknown {
    return path.length === 0 ? this.document.contents : this.document.getIn(path, true);
  }

  /** Where in the text something stands: it, or the nearest thing around it that is there. */
  private offsetOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.node(path.slice(0, length));
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }

  private offsetOfKey(path: readonly PropertyKey[]): number | undefined {
    const within = this.node(path.slice(0, -1));
    return isMap(within) ? keyOf(within, path.at(-1))?.range?.[0] : undefined;
  }

  /** A path as it is in the file, whatever was taken out of the lists on its way. */
  private nameOf(path: readonly PropertyKey[]): string {
    const named = path.map((key, index) => {
      const within = this.node(path.slice(0, index));
      if (!isSeq(within) || typeof key !== 'number') return String(key);
      const before = this.lists.get(within)?.indexOf(within.items[key]) ?? -1;
      return String(before < 0 ? key : before);
    });
    return named.join('.');
  }
}

/** Whether a path is to a gate or a duty as a whole, of which the name is what can be pointed at. */
const isEntry = (path: readonly PropertyKey[]): boolean =>
  path.length === 2 && (path[0] === 'gates' || path[0] === 'duties');

const keyOf = (map: YAMLMap, key: unknown): Scalar | undefined =>
  map.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === String(key)) as
    Scalar | undefined;
