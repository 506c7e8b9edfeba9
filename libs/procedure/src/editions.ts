import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { canonical, NeedsLaterVersion, type Day } from '#event-sourcing';
import { running, type Edition } from './running.js';
import { writtenEdition } from './written.js';

/** What is wrong with an edition's file, each with its line and column, so that whoever wrote it can mend it at once. */
export class BadEdition extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly string[],
  ) {
    super(`${file} is not an edition that can be used.\n${problems.map((each) => `  ${each}`).join('\n')}`);
    this.name = 'BadEdition';
  }
}

/**
 * An edition out of its YAML text.
 *
 * @throws {BadEdition} when it isn't YAML, not in the vocabulary, or says something that this version can't run.
 */
export function readEdition(text: string, file = 'The procedure'): Edition {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}: ${message}`;
  };
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message));
  if (broken.length > 0) throw new BadEdition(file, broken);

  const value: unknown = document.toJS();
  const parsed = writtenEdition.safeParse(value);
  const where = (path: readonly PropertyKey[], message: string) =>
    at(offsetOf(document, path), `${path.map(String).join('.') || 'the edition'} ${message}`);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(deepest).map(({ path, message }) => where(path, message));
    throw new BadEdition(file, problems);
  }
  const { edition, problems } = running(parsed.data, createHash('sha256').update(canonical(value)).digest('hex'));
  if (problems.length > 0)
    throw new BadEdition(
      file,
      problems.map(({ path, message }) => where(path, message)),
    );
  return edition;
}

/** A placement is pinned to an edition whose file is not here: it was taken away, or came with a later version. */
export class EditionMissing extends NeedsLaterVersion {
  constructor(name: string) {
    super(
      `The edition ${name} is pinned by a placement and its file is not there. Put it back, or start the later version that it came with.`,
    );
    this.name = 'EditionMissing';
  }
}

/** The editions of a folder, by id and edition. */
export class Editions {
  private readonly byName = new Map<string, Edition>();

  /** @throws {Error} when two are the same edition of one procedure. */
  constructor(readonly all: readonly Edition[]) {
    for (const each of all) {
      const name = nameOf(each.id, each.edition);
      if (this.byName.has(name)) throw new Error(`There are two files of the edition ${name}: remove one.`);
      this.byName.set(name, each);
    }
  }

  /** The edition that a placement is pinned to. @throws {EditionMissing} when its file is not there. */
  editionFor(id: string, edition: string): Edition {
    const found = this.byName.get(nameOf(id, edition));
    if (!found) throw new EditionMissing(nameOf(id, edition));
    return found;
  }

  /** The newest edition in force on a day: what a new proposal is pinned to. */
  inForceOn(on: Day, id = 'off-site-education'): Edition | null {
    const begun = this.all.filter((each) => each.id === id && each.inForceFrom <= on);
    return begun.sort((a, b) => (a.inForceFrom < b.inForceFrom ? 1 : -1))[0] ?? null;
  }
}

/** Reads every `.yaml` file of a folder as an edition. @throws {BadEdition} at the first that can't be used. */
export async function readEditions(directory: string): Promise<Editions> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort();
  const editions: Edition[] = [];
  for (const file of files) editions.push(readEdition(await readFile(join(directory, file), 'utf8'), file));
  return new Editions(editions);
}

const nameOf = (id: string, edition: string): string => `${id}.${edition}`;

type Problem = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Of a choice that fits in no way, the issues of the way that came furthest: they name what is really wrong. */
function deepest(issue: z.core.$ZodIssue): Problem[] {
  const own = [{ path: issue.path, message: issue.message }];
  if (issue.code !== 'invalid_union') return own;
  const ways = issue.errors.map((way) =>
    way.flatMap(deepest).map(({ path, message }) => ({ path: [...issue.path, ...path], message })),
  );
  const depth = (way: readonly Problem[]) => Math.max(0, ...way.map(({ path }) => path.length));
  const best = ways.reduce((a, b) => (depth(b) > depth(a) ? b : a), own);
  return depth(best) > issue.path.length ? best : own;
}

/** Where in the text something stands: it, or the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
