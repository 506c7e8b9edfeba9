import type { ClientBase } from 'pg';
import { z } from 'zod';
import { readInPages } from '#database';
import { canonical } from '#event-sourcing';

const moment = z.iso.datetime({ precision: 6 });

/**
 * A row of `keys.key` as a backup has it: subject, class, the wrapped key in base64 (null where it was destroyed), when it
 * was made, when it was destroyed, why, by whom (meta, as canonical text), and whether an event says so.
 */
export const storedKey = z.tuple([
  z.uuid(),
  z.string(),
  z.base64().nullable(),
  moment,
  moment.nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.boolean().nullable(),
]);
export type StoredKey = z.output<typeof storedKey>;

/** Whose key was destroyed, of which class, and when. */
export type Tombstone = { readonly subjectId: string; readonly kept: string; readonly at: string };

const utc = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** All keys, as they are stored, by subject and class: within a transaction. */
export function storedKeys(client: ClientBase): AsyncGenerator<StoredKey[]> {
  return readInPages<StoredKey>(
    client,
    `SELECT subject_id, kept, encode(wrapped, 'base64'), ${utc('made_at')}, ${utc('destroyed_at')}, because, meta::text, noted
     FROM keys.key ORDER BY subject_id, kept COLLATE "C"`,
    // PostgreSQL breaks base64 into lines, as MIME does.
    ([subject, kept, wrapped, madeAt, destroyedAt, because, meta, noted]) => [
      subject,
      kept,
      wrapped?.replaceAll('\n', '') ?? null,
      madeAt,
      destroyedAt,
      because,
      meta === null ? null : canonical(JSON.parse(meta)),
      noted,
    ],
  );
}

/** Stores keys as they were stored elsewhere: within a transaction. */
export async function loadKeys(client: ClientBase, keys: readonly StoredKey[]): Promise<void> {
  const column = <I extends keyof StoredKey & number>(index: I) => keys.map((key) => key[index]);
  await client.query({
    name: 'load keys',
    text: `INSERT INTO keys.key (subject_id, kept, wrapped, made_at, destroyed_at, because, meta, noted)
           SELECT subject_id, kept, decode(wrapped, 'base64'), made_at, destroyed_at, because, meta, noted
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::jsonb[], $8::bool[])
             AS key (subject_id, kept, wrapped, made_at, destroyed_at, because, meta, noted)`,
    values: [column(0), column(1), column(2), column(3), column(4), column(5), column(6), column(7)],
  });
}

/** Lets a database without any keys know the master key under which those were wrapped that are loaded into it. */
export async function loadCheckValue(client: ClientBase, checkValue: string): Promise<void> {
  await client.query(
    `INSERT INTO keys.master_key (check_value) VALUES ($1)
     ON CONFLICT (single) DO UPDATE SET check_value = excluded.check_value`,
    [checkValue],
  );
}
