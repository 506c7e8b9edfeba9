import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BadEdition,
  changes,
  inALine,
  nameOf,
  readEdition,
  shippedProcedures,
  type Change,
  type Edition,
  type Mistake,
} from '#procedure';
import { count, dayInWords, listInWords } from '../../web/src/shell/words.js';
import type { Frame } from './frame.js';
import { Refused } from './tell.js';
import { beside } from './wrapped.js';

type Checked =
  | { readonly file: string; readonly edition: Edition; readonly mistakes: readonly [] }
  | { readonly file: string; readonly edition: null; readonly mistakes: readonly Mistake[] };

/** Looks over files of editions, and says of each what is wrong with it, or what it is. */
export async function checkFiles(files: readonly string[], frame: Frame): Promise<void> {
  const checked: Checked[] = [];
  for (const file of files) checked.push(lookOver(await textOf(file), file, checked));
  for (const each of checked) {
    if (each.edition) sayGood(each.file, each.edition, frame);
    else sayWrong(each.file, each.mistakes, frame);
  }
  frame.result({ files: checked.map(inJson) });
  if (checked.some(({ edition }) => edition === null)) process.exitCode = 1;
}

const headings: Readonly<Record<Change['about'], string>> = {
  edition: 'The edition',
  citation: 'What it rests on',
  check: 'Checks before a pupil is admitted',
  assurance: 'What providers confirm in writing',
  agreement: 'What a parent signs',
  'direction-review': 'Reviews of a direction on request',
  instrument: 'How sites are evaluated',
  gate: 'What a placement needs',
  duty: 'What is owed, and who is told',
};

/** Tells what changes from one edition to another, part by part. @throws {BadEdition} */
export async function tellChanges(from: string, to: string, frame: Frame): Promise<void> {
  const [before, after] = [await editionMeant(from), await editionMeant(to)];
  const found = changes(before, after);
  for (const [about, heading] of Object.entries(headings)) {
    const said = found.filter((each) => each.about === about);
    if (said.length === 0) continue;
    frame.say(frame.ink('strong', heading));
    for (const { sentence } of said) {
      for (const each of beside('  -', sentence, frame.columns, 4)) frame.say(each);
    }
    frame.say();
  }
  frame.say(ending(found.length, before.hash === after.hash));
  const named = ({ id, edition, hash }: Edition) => ({ id, edition, hash });
  frame.result({ from: named(before), to: named(after), changes: found });
}

function ending(found: number, isSame: boolean): string {
  if (found > 0)
    return 'Placements that are proposed already stay under the edition of their proposal until a school adopts a newer one for them.';
  return isSame ? 'Nothing changes: they say the same.' : 'Nothing changes: they say the same in other words.';
}

/** The edition of a file, or one that comes with Waymark, by its name. @throws {BadEdition} @throws {Refused} */
async function editionMeant(fileOrName: string): Promise<Edition> {
  const shipped = /^[a-z-]+\.\d{4}-\d{2}$/.test(fileOrName) && !existsSync(fileOrName);
  const file = shipped ? join(shippedProcedures(), `${fileOrName}.yaml`) : fileOrName;
  if (shipped && !existsSync(file))
    throw new Refused(`No edition ${fileOrName} comes with Waymark, and there is no such file.`);
  return readEdition(await textOf(file), file);
}

function lookOver(text: string, file: string, before: readonly Checked[]): Checked {
  try {
    const edition = readEdition(text, file);
    const name = nameOf(edition);
    const twin = before.find((each) => each.edition !== null && nameOf(each.edition) === name);
    if (!twin) return { file, edition, mistakes: [] };
    const line = text.split('\n').findIndex((each) => /^["']?edition\b/.test(each)) + 1;
    const message = `is that of ${twin.file} as well: both are ${name}, and a folder holds an edition once`;
    return { file, edition: null, mistakes: [{ line: Math.max(1, line), column: 1, at: 'edition', message }] };
  } catch (error) {
    if (error instanceof BadEdition) return { file, edition: null, mistakes: error.mistakes };
    throw error;
  }
}

function sayGood(file: string, edition: Edition, frame: Frame): void {
  const { checks, instruments, gates, duties, citations, review, inForceFrom, title, hash } = edition;
  const line = (label: string, says: string) => {
    for (const each of beside(`  ${label}`, says, frame.columns, 12)) frame.say(each);
  };
  frame.say(`${file} can be used.`);
  line('edition', `${nameOf(edition)}, ${title}`);
  line('hash', hash);
  line('in force', `from ${dayInWords(inForceFrom)}`);
  line(
    'reviewed',
    `${listInWords(review.reviewedOn.map(dayInWords)) || 'not yet'}; next by ${dayInWords(review.nextReviewOn)}`,
  );
  line(
    'holds',
    listInWords([
      count(checks.length, 'check'),
      count(instruments.length, 'instrument'),
      count(gates.size, 'gate'),
      count(Object.keys(duties).length, 'duty', 'duties'),
      count(citations.length, 'citation'),
    ]),
  );
}

function sayWrong(file: string, mistakes: readonly Mistake[], frame: Frame): void {
  frame.say(`${frame.ink('warning', `${file} can’t be used.`)} ${count(mistakes.length, 'mistake')}:`);
  for (const each of mistakes) frame.say(`  ${inALine(each)}`);
}

function inJson({ file, edition, mistakes }: Checked) {
  if (edition === null) return { file, usable: false, mistakes };
  const { id, hash, inForceFrom, checks, instruments, gates, duties, citations } = edition;
  const holds = {
    checks: checks.length,
    instruments: instruments.length,
    gates: gates.size,
    duties: Object.keys(duties).length,
    citations: citations.length,
  };
  return { file, usable: true, id, edition: edition.edition, hash, inForceFrom, ...holds };
}

/** @throws {Refused} when the file can't be read. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Refused(`There is no file ${file}.`);
    if (code === 'EISDIR') throw new Refused(`${file} is a folder: name the files in it.`);
    throw error;
  }
}
