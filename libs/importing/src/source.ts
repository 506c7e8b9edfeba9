import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file to import, wherever it lies: it may be read as often as need be. */
export type Source = {
  /** As the person who imports it knows it. */
  readonly name: string;
  open(): Readable;
};

/** A file on this machine. @throws {Unreadable} when there is none, or it can't be read. */
export async function fileSource(path: string): Promise<Source> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Unreadable(
      path,
      error.code === 'ENOENT' ? 'is not there. Check the name.' : `can't be read (${error.code ?? 'no reason given'}).`,
    );
  });
  if (!found.isFile()) throw new Unreadable(path, 'is not a file.');
  return { name: path, open: () => createReadStream(path) };
}

/** What was sent with a form. */
export const bytesSource = (name: string, bytes: Buffer): Source => ({ name, open: () => Readable.from([bytes]) });

/** A file that can't be read as a table at all. The sentence says why and what to do. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(
    readonly file: string,
    readonly because: string,
  ) {
    super(`${file} ${because}`);
  }
}

/** What a first look at all of a file's bytes tells: how to read it, and by what it is known again. */
export type Looked = { readonly encoding: 'utf-8' | 'windows-1252'; readonly digest: string; readonly head: string };

const headBytes = 64 * 1024;
const saveAsCsv = 'Open it in a spreadsheet program, save it as "CSV UTF-8 (comma delimited)", and import that file.';

/** Reads a file once, keeping nothing but its beginning. @throws {Unreadable} when it is no table of text. */
export async function look(source: Source): Promise<Looked> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let head = Buffer.alloc(0);
  let bytes = 0;
  await pipeline(source.open(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
      try {
        if (isUtf8) decoder.decode(chunk, { stream: true });
      } catch {
        isUtf8 = false;
      }
    }
  });
  try {
    if (isUtf8) decoder.decode();
  } catch {
    isUtf8 = false;
  }
  if (bytes === 0) throw new Unreadable(source.name, 'is empty.');
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) {
    throw new Unreadable(source.name, `is an Excel workbook or a zip file, not a CSV file. ${saveAsCsv}`);
  }
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    throw new Unreadable(source.name, `is an old Excel workbook, not a CSV file. ${saveAsCsv}`);
  }
  if (head.subarray(0, 2).equals(Buffer.from([0xff, 0xfe])) || head.subarray(0, 2).equals(Buffer.from([0xfe, 0xff]))) {
    throw new Unreadable(source.name, `is in UTF-16 ("Unicode text"). ${saveAsCsv}`);
  }
  if (head.includes(0)) throw new Unreadable(source.name, `is not a file of text. ${saveAsCsv}`);
  const encoding = isUtf8 ? 'utf-8' : 'windows-1252';
  const text = new TextDecoder(encoding).decode(head);
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    throw new Unreadable(source.name, `is a web page or XML, not a CSV file. Download it again as CSV.`);
  }
  return { encoding, digest: hash.digest('hex'), head: text };
}
