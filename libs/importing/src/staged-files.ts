import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { newId, type Clock, type Id } from '#event-sourcing';
import { openBytes, sealBytes, type MasterKey } from '#sealing';
import { bytesSource, type Source } from './source.js';

const keptForMs = 60 * 60_000;

export type StagedFile = { readonly name: string; readonly bytes: Buffer };
export type StagedBy = { readonly personId: Id; readonly schoolId: Id };

const staged = z.object({
  gapsDueOn: z.string().optional(),
  files: z.array(z.object({ name: z.string(), bytes: z.base64() })),
});

/**
 * What somebody has sent to be imported, until they have seen what it would change. It is sealed under a key of the
 * installation's own, is theirs alone, and is gone when it has been imported, or after an hour.
 */
export class StagedFiles {
  private readonly key: KeyObject;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    masterKey: MasterKey,
  ) {
    this.key = createSecretKey(masterKey.derive('staged imports'));
  }

  async keep(by: StagedBy, files: readonly StagedFile[], gapsDueOn?: string): Promise<Id> {
    const stagedId = newId();
    const now = this.clock.now();
    const text = JSON.stringify({
      gapsDueOn,
      files: files.map(({ name, bytes }) => ({ name, bytes: bytes.toString('base64') })),
    });
    await this.pool.query('DELETE FROM importing.staged WHERE ends_at <= $1', [now]);
    await this.pool.query(
      'INSERT INTO importing.staged (staged_id, person_id, school_id, sealed, ends_at) VALUES ($1, $2, $3, $4, $5)',
      [
        stagedId,
        by.personId,
        by.schoolId,
        sealBytes(this.key, Buffer.from(text), stagedId),
        new Date(Date.parse(now) + keptForMs).toISOString(),
      ],
    );
    return stagedId;
  }

  /** The files again, for whoever sent them; null when they are gone. */
  async read(
    stagedId: Id,
    by: StagedBy,
  ): Promise<{ readonly sources: readonly Source[]; readonly gapsDueOn?: string | undefined } | null> {
    const { rows } = await this.pool.query<{ sealed: Buffer }>(
      'SELECT sealed FROM importing.staged WHERE staged_id = $1 AND person_id = $2 AND school_id = $3 AND ends_at > $4',
      [stagedId, by.personId, by.schoolId, this.clock.now()],
    );
    const sealed = rows[0]?.sealed;
    if (!sealed) return null;
    const { files, gapsDueOn } = staged.parse(JSON.parse(openBytes(this.key, sealed, stagedId).toString('utf8')));
    return { sources: files.map(({ name, bytes }) => bytesSource(name, Buffer.from(bytes, 'base64'))), gapsDueOn };
  }

  async forget(stagedId: Id): Promise<void> {
    await this.pool.query('DELETE FROM importing.staged WHERE staged_id = $1', [stagedId]);
  }
}
