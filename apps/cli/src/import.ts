import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '#config';
import { day, newId, type Id } from '#event-sourcing';
import {
  alone,
  fileSource,
  Importing,
  type Change,
  type ImportDone,
  type ImportError,
  type ImportSend,
  type Preview,
  type Said,
} from '#importing';
import { londonDay } from '#procedure';
import { commanding, type Commanding } from './commanding.js';
import type { Frame } from './frame.js';
import { assertThere } from './opened.js';
import { inDigits, type ProgressLine } from './progress-line.js';
import { Misused, Refused } from './tell.js';

export type ImportOptions = {
  readonly dryRun?: boolean;
  readonly school?: string;
  readonly urn?: readonly string[];
  readonly mailbox?: string;
  readonly gapsDue?: string;
  readonly head?: string;
  readonly calendar?: string;
};

/** So many are printed; all of them come with `--json`. */
const printedMax = 40;

/** Imports files, after all of them have been checked; with `--dry-run` it only says what it would do. */
export async function importFiles(paths: readonly string[], options: ImportOptions, frame: Frame): Promise<void> {
  if (options.gapsDue !== undefined && !day.safeParse(options.gapsDue).success) {
    throw new Misused(`--gaps-due takes a day such as 2026-12-18, and not "${options.gapsDue}".`);
  }
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  assertThere(config);
  const sources = await Promise.all((await filesIn(paths)).map(fileSource));
  const importId = newId();
  const by = { actor: { kind: 'import' as const, id: importId, roles: [] }, via: 'import' as const };
  await commanding(
    config,
    async ({ installation, editions, sendTogether, caughtUp, unfollowed }) => {
      await shown(caughtUp, frame);
      const { rows, directory, clock, database } = installation;
      const today = londonDay(clock.now());
      if (options.gapsDue !== undefined && options.gapsDue < today) {
        throw new Misused(`--gaps-due takes a day that is still to come, and not ${options.gapsDue}.`);
      }
      await alone(database.pool('import', { max: 1 }), async () => {
        const importing = await Importing.open(sources, { rows, directory, editions, today }, saidBy(options));
        const preview = await checked(importing, frame);
        if (preview.errorCount > 0) {
          sayErrors(preview, frame);
          frame.result({ imported: false, ...preview });
          process.exitCode = 1;
          return;
        }
        sayChanges(preview, frame);
        if (options.dryRun === true) {
          frame.say('Nothing was written, because of --dry-run.');
          frame.result({ imported: false, ...preview });
          return;
        }
        let done: ImportDone = { rows: 0, changes: 0, stopped: false };
        await unfollowed(async () => {
          done = await written(importing, { importId, send: sendTogether, rows: preview.rows }, frame);
        });
        frame.stop.pause(
          () =>
            `Stopped after ${inDigits(done.rows)} of ${inDigits(preview.rows)} rows; they are imported whole. Import the same files again to go on.`,
        );
        await shown(caughtUp, frame);
        frame.say(
          done.changes === 0
            ? 'Nothing was new.'
            : `Imported: ${inDigits(done.changes)} ${done.changes === 1 ? 'change' : 'changes'} from ${rowsOf(done.rows)}.`,
        );
        frame.result({ imported: true, importId, ...done, counts: preview.counts });
      });
    },
    by,
  );
}

/** Makes the changes of a checked import. */
async function written(
  importing: Importing,
  { importId, send, rows }: { readonly importId: Id; readonly send: ImportSend; readonly rows: number },
  frame: Frame,
): Promise<ImportDone> {
  const line = frame.progress({ what: 'Importing', unit: 'rows', total: rows });
  let before = 0;
  let file = '';
  let inFile = 0;
  const done = await importing.carryOut(importId, send, {
    signal: frame.stop.signal,
    onProgress: (progress) => {
      if (progress.file !== file) [before, file] = [before + inFile, progress.file];
      inFile = progress.rows;
      line.reach(before + inFile);
    },
  });
  line.clear();
  return done;
}

/** Waits until the pages show all that is stored; whoever does not want to may stop it, and nothing is lost. */
async function shown(caughtUp: Commanding['caughtUp'], frame: Frame): Promise<void> {
  let line: ProgressLine | undefined;
  await caughtUp((done, of) => {
    line ??= frame.progress({ what: 'Bringing the pages up to date', unit: 'events', total: of });
    line.reach(done);
    frame.stop.pause(() => 'Stopped while the pages are brought up to date: that goes on when Waymark runs.');
  });
  line?.clear();
}

const saidBy = ({ school, urn = [], mailbox, gapsDue, head, calendar }: ImportOptions): Said => ({
  school,
  urns: urn,
  mailbox,
  gapsDueOn: gapsDue,
  headEmail: head,
  calendar,
});

/** The files that are named, and those that end in .csv in the folders that are. */
async function filesIn(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (there) => there.isDirectory(),
      () => false,
    );
    if (!isFolder) found.push(path);
    else {
      const names = (await readdir(path)).filter((name) => /\.(csv|tsv|txt)$/i.test(name)).sort();
      if (names.length === 0) throw new Refused(`There is no CSV file in ${path}.`);
      found.push(...names.map((name) => join(path, name)));
    }
  }
  return found;
}

async function checked(importing: Importing, frame: Frame): Promise<Preview> {
  let shown = '';
  let line = frame.progress({ what: 'Checking', unit: 'rows' });
  const preview = await importing.preview(({ file, rows }) => {
    if (file !== shown) line = frame.progress({ what: `Checking ${file}`, unit: 'rows' });
    shown = file;
    line.reach(rows);
    frame.stop.pause(() => 'Stopped while checking: nothing was written.');
  });
  line.clear();
  return preview;
}

function sayErrors({ errors, errorCount }: Preview, frame: Frame): void {
  frame.say(`Nothing was imported, because of ${inDigits(errorCount)} ${errorCount === 1 ? 'error' : 'errors'}:`);
  for (const error of errors.slice(0, printedMax)) frame.say(`  ${errorWords(error)}`);
  if (errorCount > printedMax) {
    frame.say(`  and ${inDigits(errorCount - printedMax)} more. Mend these first, or see all of them with --json.`);
  }
}

/** pupils.csv, line 7, UPN: "B123456789012" – wanted: a UPN … */
function errorWords({ file, line, column, value, wanted }: ImportError): string {
  const where = [file, ...(line === undefined ? [] : [`line ${line}`]), ...(column === undefined ? [] : [column])].join(
    ', ',
  );
  if (line === undefined && column === undefined) return `${where} ${wanted}`;
  return `${where}: ${value === undefined || value === '' ? '' : `"${value}" – `}wanted: ${wanted}`;
}

function sayChanges({ files, changes, counts, rows }: Preview, frame: Frame): void {
  for (const { name, kind, rows: inFile } of files) frame.say(`${name}: ${rowsOf(inFile)} of ${kind}`);
  frame.say(
    `${inDigits(counts.new)} new, ${inDigits(counts.changed)} changed, ${inDigits(counts.removed)} removed; all else of ${rowsOf(rows)} is there already.`,
  );
  for (const change of changes.slice(0, printedMax)) frame.say(`  ${changeWords(change)}`);
  const all = counts.new + counts.changed + counts.removed;
  if (all > printedMax) frame.say(`  and ${inDigits(all - printedMax)} more`);
}

const rowsOf = (n: number): string => `${inDigits(n)} ${n === 1 ? 'row' : 'rows'}`;

const changeWords = ({ how, thing, details }: Change): string =>
  `${how.padEnd(8)} ${thing}${details.length === 0 ? '' : `: ${details.join('; ')}`}`;
