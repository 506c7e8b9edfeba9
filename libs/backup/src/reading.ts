import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import {
  backupEnds,
  BackupDamaged,
  formatVersion,
  header,
  headerBytesMax,
  magic,
  sameTally,
  sealBytes,
  sectionBegins,
  sectionEnds,
  Tallying,
  type Header,
  type Tally,
} from './format.js';
import {
  isSectionName,
  sectionNames,
  sections,
  sectionsPromised,
  type RecordOf,
  type SectionName,
} from './sections.js';

/** A page of one section's records. */
export type Page = { [N in SectionName]: { readonly section: N; readonly records: RecordOf<N>[] } }[SectionName];

const chunkBytes = 1 << 18;
const pageRecords = 1_000;
/** A part of a document is a long record: a page ends when it has so much text in it. */
const pageChars = 8 << 20;
const sealPattern = /^[0-9a-f]{64}\n$/;
const control = z.union([sectionBegins, sectionEnds, backupEnds]);

/** A backup on the disk. What it says can be relied on once `assertSealed` has passed. */
export class BackupFile {
  private constructor(
    readonly path: string,
    readonly header: Header,
    readonly bytes: number,
    private readonly headerBytes: number,
    private readonly seal: string,
  ) {}

  /** @throws {BackupDamaged} when it is no backup, or not a whole one. */
  static async open(path: string): Promise<BackupFile> {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const start = Buffer.alloc(Math.min(headerBytesMax, size));
      await handle.read(start, 0, start.length, 0);
      const headerBytes = start.indexOf('\n') + 1;
      const line = start.subarray(0, headerBytes).toString('utf8');
      if (!line.startsWith(magic))
        throw new BackupDamaged(`${path} is not a backup of Waymark, or its beginning is damaged.`);
      const end = Buffer.alloc(sealBytes);
      await handle.read(end, 0, sealBytes, Math.max(0, size - sealBytes));
      const seal = end.toString('latin1');
      if (!sealPattern.test(seal) || size < headerBytes + sealBytes) throw new BackupDamaged(cutShort(path));
      return new BackupFile(path, headerIn(path, line), size, headerBytes, seal.trim());
    } finally {
      await handle.close();
    }
  }

  /** Looks whether the bytes are those that were written, every one. @throws {BackupDamaged} */
  async assertSealed(signal?: AbortSignal): Promise<void> {
    const hash = createHash('sha256');
    const bytes = createReadStream(this.path, { end: this.bytes - sealBytes - 1, highWaterMark: chunkBytes, signal });
    for await (const chunk of bytes) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== this.seal) {
      throw new BackupDamaged(
        `${this.path} is damaged: its bytes are not those that were written. Copy it again from where it was made, or ` +
          'use another backup.',
      );
    }
  }

  /**
   * The records in order, a page at a time, and the tallies at last. @throws {BackupDamaged} when sections are not what
   * they say, or are missing; so it has to be read to its end before anything is made of it.
   */
  async *pages(signal?: AbortSignal): AsyncGenerator<Page, Record<SectionName, Tally>> {
    const content = new Content(this.path, sectionsPromised(this.header.sections));
    for await (const lines of this.lines(signal)) {
      for (const line of lines) {
        const page = content.take(line);
        if (page) yield page;
      }
    }
    return content.end();
  }

  /** Reads everything, as a restore would, and says what is in it. @throws {BackupDamaged} */
  async check(signal?: AbortSignal): Promise<Record<SectionName, Tally>> {
    await this.assertSealed(signal);
    const pages = this.pages(signal);
    for (;;) {
      const { done, value } = await pages.next();
      if (done) return value;
    }
  }

  /** The lines of the body, without their ends. */
  private async *lines(signal?: AbortSignal): AsyncGenerator<string[]> {
    const { path, headerBytes: start } = this;
    const compressed = createReadStream(path, {
      start,
      end: this.bytes - sealBytes - 1,
      highWaterMark: chunkBytes,
      signal,
    });
    const gunzip = createGunzip({ chunkSize: chunkBytes });
    const piped = pipeline(compressed, gunzip);
    piped.catch(() => undefined);
    let rest: Buffer = Buffer.alloc(0);
    try {
      for await (const chunk of gunzip) {
        const bytes = Buffer.concat([rest, chunk as Buffer]);
        const whole = bytes.lastIndexOf('\n') + 1;
        rest = bytes.subarray(whole);
        if (whole > 0) yield bytes.toString('utf8', 0, whole - 1).split('\n');
      }
      await piped;
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw faulty(path, error);
      throw error;
    } finally {
      compressed.destroy();
    }
    if (rest.length > 0) throw faulty(path);
  }
}

/** Takes the lines one by one and holds them against what they say of themselves. */
class Content {
  private readonly tallies = new Map<SectionName, Tally>();
  private current: { readonly name: SectionName; readonly tallying: Tallying } | null = null;
  private records: unknown[] = [];
  private chars = 0;
  private ended: Record<string, Tally> | null = null;

  constructor(
    private readonly path: string,
    private readonly promised: readonly SectionName[],
  ) {}

  /** A page, when one is full or its section ends. */
  take(line: string): Page | null {
    if (this.ended) throw faulty(this.path);
    if (line.startsWith('{')) return this.turn(this.parsed(line));
    if (!this.current) throw faulty(this.path);
    this.current.tallying.add(`${line}\n`);
    this.records.push(this.parsed(line));
    this.chars += line.length;
    const isFull = this.records.length === pageRecords || this.chars >= pageChars;
    return isFull ? this.page(this.current.name) : null;
  }

  end(): Record<SectionName, Tally> {
    const { ended, tallies } = this;
    const missing = this.promised.find((name) => !tallies.has(name));
    if (missing) throw new BackupDamaged(`${this.path} lacks its section ${missing}. Use another backup.`);
    if (!ended) throw new BackupDamaged(cutShort(this.path));
    for (const [name, tally] of tallies) if (!sameTally(tally, ended[name])) throw faulty(this.path);
    const none = new Tallying().end();
    return Object.fromEntries(sectionNames.map((name) => [name, tallies.get(name) ?? none])) as Record<
      SectionName,
      Tally
    >;
  }

  private turn(value: unknown): Page | null {
    const said = control.safeParse(value);
    if (!said.success) throw faulty(this.path, said.error);
    if ('backupEnds' in said.data) {
      if (this.current) throw faulty(this.path);
      this.ended = said.data.backupEnds;
      return null;
    }
    if ('begins' in said.data) {
      const { begins: name } = said.data;
      if (this.current || !isSectionName(name) || this.tallies.has(name)) throw faulty(this.path);
      this.current = { name, tallying: new Tallying() };
      return null;
    }
    const { ends, ...tally } = said.data;
    if (this.current?.name !== ends) throw faulty(this.path);
    const { name, tallying } = this.current;
    if (!sameTally(tallying.end(), tally)) throw faulty(this.path);
    this.tallies.set(name, tally);
    const page = this.records.length > 0 ? this.page(name) : null;
    this.current = null;
    return page;
  }

  private page(section: SectionName): Page {
    const records = z.array(sections[section].record).safeParse(this.records);
    if (!records.success) throw faulty(this.path, records.error);
    this.records = [];
    this.chars = 0;
    return { section, records: records.data } as Page;
  }

  private parsed(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch (error) {
      throw faulty(this.path, error);
    }
  }
}

function headerIn(path: string, line: string): Header {
  let said: unknown;
  try {
    said = JSON.parse(line.slice(magic.length));
  } catch (cause) {
    throw new BackupDamaged(`${path} is not a backup of Waymark, or its beginning is damaged.`, { cause });
  }
  const { data: newer } = z.object({ format: z.int().min(formatVersion + 1), waymark: z.string() }).safeParse(said);
  if (newer) throw new BackupDamaged(needsNewer(path, newer.waymark));
  const { data, error } = header.safeParse(said);
  if (!data) throw new BackupDamaged(`${path} is damaged in its beginning. Use another backup.`, { cause: error });
  const unknown = data.sections.find(({ name, version }) => !isSectionName(name) || version > sections[name].version);
  if (unknown) throw new BackupDamaged(needsNewer(path, data.waymark));
  return data;
}

const needsNewer = (path: string, version: string): string =>
  `${path} was made by Waymark ${version} and holds what this version does not know. Use Waymark ${version} or newer.`;

const cutShort = (path: string): string =>
  `${path} is not whole: its end is missing. It was cut short while it was copied: copy it again, or use another backup.`;

const faulty = (path: string, cause?: unknown): BackupDamaged =>
  new BackupDamaged(
    `${path} is not a backup as Waymark writes it: its content contradicts itself. Use another backup.`,
    {
      cause,
    },
  );
