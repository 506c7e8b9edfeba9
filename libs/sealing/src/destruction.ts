import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import { installationId, operations } from '#domain';
import { transact, type Id, type Journal, type Meta, type Retention } from '#event-sourcing';
import type { DestroyedKeys } from './destroyed-keys.js';
import { retentions } from './keys.js';
import { keyDestroyedChannel, type PostgresKeys } from './postgres-keys.js';

type Unnoted = { subject_id: Id; kept: Retention; because: string; meta: Meta };

/**
 * Destroys what is known of a person. Everything sealed about them reads as `erased` from then on: in events, in every
 * version of every row, in every process. The log itself stays as it is, and still verifies.
 */
export class KeyDestruction {
  constructor(
    private readonly pool: Pool,
    private readonly keys: PostgresKeys,
    private readonly journal: Journal,
    private readonly destroyedKeys: DestroyedKeys,
  ) {}

  /**
   * Destroys a subject's keys, of all classes unless some are named; those not made yet never will be. Says which there
   * were. What is known of a pupil goes whole: the keys of records that were merged with this one as well, in either
   * direction, as far as the directory has heard of them. The entries in the directory go in the same transaction, and an event says so afterwards. Before it is
   * committed it is noted outside of the database: an order that breaks off between the two counts as given, should a
   * backup ever be restored.
   */
  async destroyKey(
    subjectId: Id,
    because: string,
    meta: Meta,
    kept: readonly Retention[] = retentions,
  ): Promise<Retention[]> {
    const { records, destroyed } = await inTransaction(this.pool, async (client) => {
      const records = await recordsOf(subjectId, client);
      const there: Retention[] = [];
      for (const record of records) there.push(...(await tombstone(client, record, because, meta, kept)));
      if (kept.includes('pupil-file')) {
        await client.query('DELETE FROM keys.directory WHERE subject_id = ANY($1::uuid[])', [records]);
        await client.query('DELETE FROM keys.upn WHERE subject_id = ANY($1::uuid[])', [records]);
      }
      for (const record of records) await client.query('SELECT pg_notify($1, $2)', [keyDestroyedChannel, record]);
      const at = new Date().toISOString();
      await this.destroyedKeys.note(records.flatMap((each) => kept.map((kept) => ({ subjectId: each, kept, at }))));
      return { records, destroyed: [...new Set(there)] };
    });
    for (const record of records) this.keys.evict(record);
    await this.noteDestroyed();
    return destroyed;
  }

  /** Appends the events of destructions whose process died before it could: at start, and after each destruction. */
  noteDestroyed(): Promise<void> {
    return noteDestroyed(this.pool, this.journal);
  }
}

/** Appends the events of destructions that are not noted in the log yet. */
export async function noteDestroyed(queries: Pick<Pool, 'query'>, journal: Journal): Promise<void> {
  const { rows } = await queries.query<Unnoted>(
    'SELECT subject_id, kept, because, meta FROM keys.key WHERE noted = false ORDER BY destroyed_at, kept',
  );
  for (const { subject_id: subjectId, kept, because, meta } of rows) {
    const data = { subjectId, kept, because };
    await transact(journal, operations, installationId, { type: 'NoteKeyDestroyed', data }, meta);
    await queries.query('UPDATE keys.key SET noted = true WHERE subject_id = $1 AND kept = $2', [subjectId, kept]);
  }
}

/** The subject, and every record of the same pupil: those merged into it, that it was merged into, and so on. */
async function recordsOf(subjectId: Id, client: PoolClient): Promise<Id[]> {
  const { rows } = await client.query<{ id: Id }>(
    `WITH RECURSIVE record (id) AS (
       SELECT $1::uuid
       UNION
       SELECT CASE WHEN entry.subject_id = record.id THEN entry.merged_into ELSE entry.subject_id END
       FROM record JOIN keys.directory AS entry ON record.id IN (entry.subject_id, entry.merged_into)
       WHERE entry.merged_into IS NOT NULL)
     SELECT id FROM record`,
    [subjectId],
  );
  return rows.map(({ id }) => id);
}

/** Which of the keys were there. What never was is not worth an event; its tombstone counts as noted. */
async function tombstone(
  client: PoolClient,
  subjectId: Id,
  because: string,
  meta: Meta,
  kept: readonly Retention[],
): Promise<Retention[]> {
  const { rows } = await client.query<{ kept: Retention }>(
    `UPDATE keys.key SET wrapped = null, destroyed_at = clock_timestamp(), because = $3, meta = $4, noted = false
     WHERE subject_id = $1 AND kept = ANY($2::text[]) AND wrapped IS NOT NULL RETURNING kept`,
    [subjectId, kept, because, JSON.stringify(meta)],
  );
  await client.query(
    `INSERT INTO keys.key (subject_id, kept, destroyed_at, because, meta, noted)
     SELECT $1, kept, clock_timestamp(), $3, $4, true FROM unnest($2::text[]) AS class (kept)
     ON CONFLICT DO NOTHING`,
    [subjectId, kept, because, JSON.stringify(meta)],
  );
  return rows.map(({ kept }) => kept);
}
