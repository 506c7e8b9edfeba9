import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { lineOf, magic, Tallying, type Header, type Tally } from './format.js';
import { sections, type RecordOf, type SectionName } from './sections.js';

const compress = promisify(gzip);
/** Lines are compressed this many characters at a time: members of a gzip file may follow each other. */
const blockChars = 1 << 20;
/** What is sealed does not become smaller by trying harder. */
const level = 4;

/** Where the bytes go. */
export type Sink = { write(bytes: Uint8Array): Promise<void> };

export type Progress = (section: SectionName, records: number) => void;

/** Writes the bytes of a backup, a section after the other, holding one block of them at a time. */
export class BackupWriter {
  readonly tallies: Partial<Record<SectionName, Tally>> = {};
  private readonly hash = createHash('sha256');
  private lines: string[] = [];
  private chars = 0;

  private constructor(
    private readonly sink: Sink,
    private readonly signal: AbortSignal | undefined,
  ) {}

  static async begin(sink: Sink, header: Header, signal?: AbortSignal): Promise<BackupWriter> {
    const writer = new BackupWriter(sink, signal);
    await writer.put(Buffer.from(`${magic}${lineOf(header)}`));
    return writer;
  }

  async section<N extends SectionName>(
    name: N,
    pages: AsyncIterable<readonly RecordOf<N>[]>,
    onProgress: Progress = () => undefined,
  ): Promise<void> {
    const tallying = new Tallying();
    let records = 0;
    await this.line(lineOf({ begins: name, version: sections[name].version }));
    for await (const page of pages) {
      for (const record of page) {
        const line = lineOf(record);
        tallying.add(line);
        await this.line(line);
      }
      records += page.length;
      onProgress(name, records);
    }
    const tally = tallying.end();
    this.tallies[name] = tally;
    await this.line(lineOf({ ends: name, ...tally }));
  }

  /** Writes what is left, and the seal. */
  async end(): Promise<void> {
    await this.line(lineOf({ backupEnds: this.tallies }));
    await this.flush();
    await this.sink.write(Buffer.from(`${this.hash.digest('hex')}\n`));
  }

  private async line(line: string): Promise<void> {
    this.lines.push(line);
    this.chars += line.length;
    if (this.chars >= blockChars) await this.flush();
  }

  private async flush(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    this.chars = 0;
    await this.put(await compress(text, { level }));
  }

  private async put(bytes: Buffer): Promise<void> {
    this.signal?.throwIfAborted();
    this.hash.update(bytes);
    await this.sink.write(bytes);
  }
}
