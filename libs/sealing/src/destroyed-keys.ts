import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pool } from 'pg';
import { z } from 'zod';
import { id } from '#event-sourcing';
import type { Tombstone } from './stored-keys.js';

const noted = z.strictObject({ subjectId: id, kept: z.string(), at: z.string() });

/** A line of the file can't be read, so nobody knows whose key it named. */
export class DestroyedKeysUnreadable extends Error {
  override readonly name = 'DestroyedKeysUnreadable';
}

/**
 * Notes outside of the database which keys have been destroyed: random ids and moments, a line each. A backup that is
 * restored brings back the keys that it holds; this file says which of them must not come back.
 *
 * A destruction is noted, on the disk, before it is committed. And every process of an installation notes at its start,
 * and whenever it hears of a destruction, what the file does not have yet; so each machine has all of it.
 */
export class DestroyedKeys {
  constructor(readonly file: string) {}

  /** All that are noted; none where there is no file. @throws {DestroyedKeysUnreadable} */
  async read(): Promise<Tombstone[]> {
    const text = await this.text();
    // What follows the last end of line was being written when its process died. It was never acknowledged.
    return text
      .split('\n')
      .slice(0, -1)
      .flatMap((line, index) => (line === '' ? [] : [this.parsed(line, index + 1)]));
  }

  /** Adds to the file, and returns when it is on the disk. Several processes may do so at once. */
  async note(tombstones: readonly Tombstone[]): Promise<void> {
    if (tombstones.length === 0) return;
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const handle = await open(this.file, 'a+', 0o600);
    try {
      const lines = tombstones.map(({ subjectId, kept, at }) => `${JSON.stringify({ subjectId, kept, at })}\n`);
      await handle.appendFile(`${(await endsInLine(handle)) ? '' : '\n'}${lines.join('')}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Notes what the database knows and the file does not. */
  async catchUp(pool: Pick<Pool, 'query'>): Promise<void> {
    const { rows } = await pool.query<{ subject_id: string; kept: string; destroyed_at: Date }>(
      'SELECT subject_id, kept, destroyed_at FROM keys.key WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at, subject_id, kept',
    );
    if (rows.length === 0) return;
    const text = await this.text();
    const missing = rows.filter(({ subject_id: subjectId, kept }) => !text.includes(beginning(subjectId, kept)));
    await this.note(
      missing.map(({ subject_id: subjectId, kept, destroyed_at }) => ({
        subjectId,
        kept,
        at: destroyed_at.toISOString(),
      })),
    );
  }

  private async text(): Promise<string> {
    return readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
  }

  private parsed(line: string, number: number): Tombstone {
    try {
      return noted.parse(JSON.parse(line));
    } catch (cause) {
      throw new DestroyedKeysUnreadable(
        `Line ${number} of ${this.file} can't be read. Take it from another copy of the file; if it is the rest of a line ` +
          'that a crash cut off, remove it.',
        { cause },
      );
    }
  }
}

const beginning = (subjectId: string, kept: string): string => JSON.stringify({ subjectId, kept }).slice(0, -1);

async function endsInLine(handle: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() === '\n';
}
