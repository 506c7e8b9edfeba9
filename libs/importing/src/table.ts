import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { look, Unreadable, type Looked, type Source } from './source.js';

/** A table of text: its headings as they are written, and its rows, each with the line on which it begins. */
export type Table = {
  readonly name: string;
  readonly digest: string;
  readonly headings: readonly string[];
  rows(): AsyncIterable<TableRow>;
};
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

/** Opens a file as a table. @throws {Unreadable} when it is none. */
export async function openTable(source: Source): Promise<Table> {
  const looked = await look(source);
  const delimiter = delimiterOf(looked.head);
  const records = (): AsyncIterable<TableRow> => recordsOf(source, looked, delimiter);
  let headings: readonly string[] | null = null;
  for await (const { cells } of records()) {
    headings = cells;
    break;
  }
  if (!headings) throw new Unreadable(source.name, 'has no heading row.');
  return {
    name: source.name,
    digest: looked.digest,
    headings,
    rows: async function* () {
      let first = true;
      for await (const record of records()) {
        if (!first && record.cells.some((cell) => cell !== '')) yield record;
        first = false;
      }
    },
  };
}

/** Commas, unless the heading row has more of another one that spreadsheets write. */
function delimiterOf(head: string): string {
  const [line = ''] = head.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1);
  const unquoted = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((each) => [each, unquoted.split(each).length - 1] as const);
  return counts.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ',';
}

async function* recordsOf(source: Source, { encoding }: Looked, delimiter: string): AsyncIterable<TableRow> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: 1024 * 1024,
  });
  const bytes = source.open();
  const text = Readable.from(decoded(bytes, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let line = 1;
  try {
    // With `info`, each record comes with how many lines have been read by its end.
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line, cells: record.map((cell) => cell.trim()) };
      line = info.lines + 1;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new Unreadable(
      source.name,
      `can't be read after line ${line - 1}: a quotation mark is opened there and not closed, or stands where none belongs. Mend that line, or save the file as CSV again.`,
    );
  } finally {
    bytes.destroy();
  }
}

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: string): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
