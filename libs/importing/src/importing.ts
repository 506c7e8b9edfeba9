import { Refusal, type Id, type Message } from '#event-sourcing';
import { ImportOvertaken, ImportRefused } from './alone.js';
import { readRow, type ImportError } from './columns.js';
import type { Change, GoodRow, Outcome, Said } from './kind.js';
import { allKinds } from './kinds/index.js';
import { Known, type KnownDeps } from './known.js';
import { recognise, type Recognised } from './recognise.js';
import { Unreadable, type Source } from './source.js';
import { openTable } from './table.js';

/** How far an import has come. */
export type ImportProgress = { readonly doing: 'checking' | 'writing'; readonly file: string; readonly rows: number };

/** What an import would do: nothing, where there is a single error. */
export type Preview = {
  readonly files: readonly FilePreview[];
  readonly errors: readonly ImportError[];
  /** How many errors there are in all; `errors` holds the first of them. */
  readonly errorCount: number;
  readonly changes: readonly Change[];
  readonly counts: ChangeCounts;
  readonly rows: number;
};

export type ChangeCounts = Readonly<Record<Change['how'], number>>;

/** What would come of one file that was recognised; `errorCount` and `counts` are of all that it has. */
export type FilePreview = {
  readonly name: string;
  readonly kind: string;
  readonly rows: number;
  readonly counts: ChangeCounts;
  readonly errorCount: number;
};

/** Which changes and errors a preview keeps to be shown; `nth` counts those of a file from 0. */
export type Keep = (file: string, nth: number) => boolean;

export type ImportDone = {
  readonly rows: number;
  readonly changes: number;
  /** It was told to stop: all up to here is whole, and importing the same files again goes on. */
  readonly stopped: boolean;
};

/** What carries out commands in their order; those to one stream go together. */
export type ImportSend = (commands: readonly Message[]) => Promise<unknown>;

/** So many rows are worked out, and their changes made, at a time: what they ask and store goes together. */
const rowsTogether = 250;
const shownMax = 500;

/**
 * Files that are imported together. They are read whole and checked before anything is written; what they say is compared
 * with what is there, and only what differs becomes commands. So the same files again change nothing, and an import that was
 * broken off is completed by importing the files once more.
 */
export class Importing {
  private checked: Preview | null = null;

  private constructor(
    private readonly known: Known,
    private readonly said: Said,
    private readonly found: readonly Recognised[],
    private readonly unreadable: readonly ImportError[],
  ) {}

  /** Looks at the files, tells their kinds by their headings, and reads what is there already. */
  static async open(sources: readonly Source[], deps: KnownDeps, said: Said): Promise<Importing> {
    const found: Recognised[] = [];
    const errors: ImportError[] = [];
    for (const source of sources) {
      try {
        const result = recognise(await openTable(source));
        if ('errors' in result) errors.push(...result.errors);
        else if (deps.kinds?.includes(result.kind.name) ?? true) found.push(result);
        else
          errors.push({
            file: source.name,
            wanted: `has ${result.kind.title}, which your roles don’t let you import.`,
          });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        errors.push({ file: error.file, wanted: error.because });
      }
    }
    const order = (each: Recognised) => allKinds.indexOf(each.kind);
    const inOrder = found.toSorted((a, b) => order(a) - order(b));
    return new Importing(await Known.read(deps), said, inOrder, errors);
  }

  /** By what the files are known again, in the order in which they are imported. */
  get digests(): readonly string[] {
    return this.found.map(({ table }) => table.digest);
  }

  get kinds(): readonly string[] {
    return [...new Set(this.found.map(({ kind }) => kind.name))];
  }

  /** Reads everything and writes nothing. Of what is to be kept, it keeps the first few hundred. */
  async preview(
    onProgress: (progress: ImportProgress) => void = () => undefined,
    keep: Keep = () => true,
  ): Promise<Preview> {
    const errors: ImportError[] = [...this.unreadable];
    const changes: Change[] = [];
    const counts = { new: 0, changed: 0, removed: 0 };
    const files: FilePreview[] = [];
    let errorCount = errors.length;
    for (const each of this.found) {
      const { name } = each.table;
      const inFile = { new: 0, changed: 0, removed: 0 };
      let [rows, wrong, nth] = [0, 0, 0];
      for await (const batch of this.batches(each)) {
        rows += batch.rows;
        for (const error of batch.errors) {
          if (keep(name, wrong) && errors.length < shownMax) errors.push(error);
          wrong += 1;
        }
        for (const change of batch.changes) {
          if (keep(name, nth) && changes.length < shownMax) changes.push(change);
          inFile[change.how] += 1;
          counts[change.how] += 1;
          nth += 1;
        }
        onProgress({ doing: 'checking', file: name, rows });
      }
      errorCount += wrong;
      files.push({ name, kind: each.kind.title, rows, counts: inFile, errorCount: wrong });
    }
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    this.checked = { files, errors, errorCount, changes, counts, rows };
    return this.checked;
  }

  /**
   * Makes the changes. It notes at the end that an import was carried out.
   *
   * @throws {Error} when there was no preview, or it found an error. @throws {ImportOvertaken} when what is there has
   * changed since. @throws {ImportRefused} when a rule says no; what was imported before stays so.
   */
  async carryOut(
    importId: Id,
    send: ImportSend,
    {
      onProgress = () => undefined,
      signal,
    }: { onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal } = {},
  ): Promise<ImportDone> {
    if (!this.checked || this.checked.errorCount > 0) throw new Error('An import is checked before it is carried out.');
    let [done, changes] = [0, 0];
    for (const each of this.found) {
      let rows = 0;
      for await (const batch of oneAhead(this.batches(each))) {
        if (signal?.aborted) return { rows: done, changes, stopped: true };
        if (batch.errors.length > 0) throw new ImportOvertaken();
        await makeAll(batch.changes, send);
        changes += batch.changes.length;
        rows += batch.rows;
        done += batch.rows;
        onProgress({ doing: 'writing', file: each.table.name, rows });
      }
    }
    if (changes > 0) {
      const { kinds, digests } = this;
      await send([
        { type: 'NoteImport', data: { importId, kinds: [...kinds], digests: [...digests], rows: done, changes } },
      ]);
    }
    return { rows: done, changes, stopped: false };
  }

  private async *batches({ table, kind, placed }: Recognised): AsyncIterable<Outcome & { readonly rows: number }> {
    const planner = kind.planner(table.name, this.known, this.said);
    let good: GoodRow<typeof kind.columns>[] = [];
    let wrong: ImportError[] = [];
    let rows = 0;
    const plan = async () => {
      const outcome = await planner.rows(good);
      const batch = { changes: outcome.changes, errors: [...wrong, ...outcome.errors].toSorted(byLine), rows };
      [good, wrong, rows] = [[], [], 0];
      return batch;
    };
    for await (const row of table.rows()) {
      const { values, errors } = readRow(kind.columns, placed, table.name, row);
      if (errors.length === 0) good.push({ line: row.line, values });
      else wrong.push(...errors);
      rows += 1;
      if (rows === rowsTogether) yield await plan();
    }
    yield await plan();
    const rest = await planner.end?.();
    if (rest) yield { ...rest, rows: 0 };
  }
}

/** Works out the next while the one before is in use. */
async function* oneAhead<T>(all: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = all[Symbol.asyncIterator]();
  // Whoever leaves early may leave a next one that fails: that is nobody's concern any more.
  const next = () => {
    const promise = iterator.next();
    promise.catch(() => undefined);
    return promise;
  };
  try {
    let coming = next();
    for (let { done, value } = await coming; !done; { done, value } = await coming) {
      coming = next();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Makes changes side by side, so that they share journeys and commits; but those of one thing keep their order. */
async function makeAll(changes: readonly Change[], send: ImportSend): Promise<void> {
  const queues = new Map<string, Change[]>();
  for (const change of changes) {
    const queue = queues.get(change.key);
    if (queue) queue.push(change);
    else queues.set(change.key, [change]);
  }
  const outcomes = await Promise.allSettled(
    [...queues.values()].map(async (queue) => {
      for (const change of together(queue)) await make(change, send);
    }),
  );
  // What was begun beside a change that failed has ended, one way or the other, before the failure is told.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Changes of one thing in a row as one, where none of them may be refused without harm. */
function together(queue: readonly Change[]): readonly Change[] {
  const [first, ...rest] = queue;
  if (!first || queue.some(({ unless }) => unless !== undefined)) return queue;
  return [{ ...first, commands: [first, ...rest].flatMap(({ commands }) => commands) }];
}

async function make({ commands, unless, file, line }: Change, send: ImportSend): Promise<void> {
  try {
    await send(commands);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.reason !== unless) throw new ImportRefused(file, line, error.reason);
  }
}

const byLine = (a: ImportError, b: ImportError): number => (a.line ?? 0) - (b.line ?? 0);
