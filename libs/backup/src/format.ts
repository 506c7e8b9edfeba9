import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { id, instant } from '#event-sourcing';

/*
 * A backup is one file:
 *
 *   waymark-backup {"format":1,…}\n    what it is, to be read by anybody: head -1 FILE
 *   gzip                               lines of text, see below: tail -n +2 FILE | head -c -65 | gunzip
 *   64 hexadecimal digits\n            the seal: SHA-256 of all bytes before it
 *
 * The lines are JSON. An array is a record; an object says where a section begins and ends, with the number of its records
 * and the SHA-256 of their lines, and at last where the backup ends. Each section has a name and a version, so one that
 * comes later has its place here, and a version of Waymark that does not know it says so instead of leaving it out.
 */

export const formatVersion = 1;
export const magic = 'waymark-backup ';
/** The seal and its end of line. */
export const sealBytes = 65;
export const headerBytesMax = 64 * 1024;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const positionText = z.string().regex(/^\d{1,19}$/);

export const header = z.object({
  format: z.literal(formatVersion),
  backupId: id,
  /** The version of Waymark that made it. */
  waymark: z.string(),
  /** When the snapshot was taken, by the database's clock. */
  madeAt: instant,
  /** The position of the last event in it. */
  head: positionText,
  /** By which the master key is known under which everything in it is sealed. */
  masterKey: z.string(),
  sections: z.array(z.object({ name: z.string(), version: z.int() })),
});
export type Header = z.output<typeof header>;

export const tally = z.object({ count: z.int(), sha256: digest });
/** How many records there are of something, and the SHA-256 of their lines. */
export type Tally = z.output<typeof tally>;

export const sectionBegins = z.strictObject({ begins: z.string(), version: z.int() });
export const sectionEnds = tally.extend({ ends: z.string() }).strict();
/** The last line says everything again, so that no section can be missing. */
export const backupEnds = z.strictObject({ backupEnds: z.record(z.string(), tally) });

/** The file is not what was written, or it never was a backup. The sentence says what to do. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}

/** Counts records and digests their lines, as they come. */
export class Tallying {
  private count = 0;
  private readonly hash: Hash = createHash('sha256');

  /** Takes a record's line, with its end. */
  add(line: string): void {
    this.count += 1;
    this.hash.update(line);
  }

  end(): Tally {
    return { count: this.count, sha256: this.hash.digest('hex') };
  }
}

export const lineOf = (record: unknown): string => `${JSON.stringify(record)}\n`;

export const sameTally = (one: Tally | undefined, other: Tally | undefined): boolean =>
  one !== undefined && one.count === other?.count && one.sha256 === other.sha256;
