import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical, NeedsLaterVersion, type Day } from '#event-sourcing';
import { readWritten, type Mistake } from './mistakes.js';
import type { Edition } from './running.js';

/** What is wrong with an edition's file, each with its line and column, so that whoever wrote it can mend it at once. */
export class BadEdition extends Error {
  constructor(
    readonly file: string,
    readonly mistakes: readonly Mistake[],
  ) {
    super([`${file} is not an edition that can be used.`, ...mistakes.map((each) => `  ${inALine(each)}`)].join('\n'));
    this.name = 'BadEdition';
  }
}

/** A mistake as one line: where it stands, what it is about, and what would be right. */
export const inALine = ({ line, column, at, message }: Mistake): string =>
  `line ${line}, column ${column}: ${[at, message].filter(Boolean).join(' ')}`;

/**
 * An edition out of its YAML text.
 *
 * @throws {BadEdition} when it isn't YAML, not in the vocabulary, or says something that this version can't run.
 */
export function readEdition(text: string, file = 'The procedure'): Edition {
  const { edition, mistakes } = readWritten(text, hashOf);
  if (edition === null || mistakes.length > 0) throw new BadEdition(file, mistakes);
  return edition;
}

const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

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

  /**
   * @param files Of each edition, the file that it was read from.
   * @throws {Error} when two are the same edition of one procedure.
   */
  constructor(
    readonly all: readonly Edition[],
    private readonly files: ReadonlyMap<Edition, string> = new Map(),
  ) {
    for (const each of all) {
      const name = nameOf(each);
      if (this.byName.has(name)) throw new Error(`There are two files of the edition ${name}: remove one.`);
      this.byName.set(name, each);
    }
  }

  /** The edition that a placement is pinned to. @throws {EditionMissing} when its file is not there. */
  editionFor(id: string, edition: string): Edition {
    const found = this.byName.get(nameOf({ id, edition }));
    if (!found) throw new EditionMissing(nameOf({ id, edition }));
    return found;
  }

  /** The file that an edition was read from, as whoever keeps it calls it. */
  fileOf(edition: Edition): string {
    return this.files.get(edition) ?? `${nameOf(edition)}.yaml`;
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
  const read = new Map<Edition, string>();
  for (const file of files) {
    const path = join(directory, file);
    read.set(readEdition(await readFile(path, 'utf8'), file), path);
  }
  return new Editions([...read.keys()], read);
}

/** What an edition is called, such as `off-site-education.2025-01`. */
export const nameOf = ({ id, edition }: Pick<Edition, 'id' | 'edition'>): string => `${id}.${edition}`;
