import { escapeIdentifier, type ClientBase, type Pool } from 'pg';
import { inTransaction } from '#database';
import type { AnyProjection } from '#event-sourcing';

/** The name under which a projection's version is followed, and by which a page waits for it. */
export const followerName = ({ name, version }: Pick<AnyProjection, 'name' | 'version'>): string =>
  `${name}.v${version}`;

/** Where a version's rows lie: code of version n reads and writes tables of version n only. */
export type ReadTable = { readonly name: string; readonly sql: string };

const named = (name: string): ReadTable => ({ name, sql: `reads.${escapeIdentifier(name)}` });

export const tableOf = ({ name, version }: Pick<AnyProjection, 'name' | 'version'>): ReadTable =>
  named(`${name.replaceAll('-', '_')}_v${version}`);

/** The table that a rebuild fills beside the one that is read. */
export const shadowOf = (projection: Pick<AnyProjection, 'name' | 'version'>): ReadTable =>
  named(`${tableOf(projection).name}_beside`);

const lockKey = 'waymark.reads';

/** Makes the tables that these projections lack, one process at a time; what is there stays. */
export async function makeTables(pool: Pool, projections: readonly AnyProjection[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockKey]);
    await client.query('CREATE SCHEMA IF NOT EXISTS reads');
    for (const projection of projections) {
      const table = tableOf(projection);
      const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
        table.sql,
      ]);
      if (rows[0]?.there) continue;
      await makeTable(client, table);
      await makeIndexes(client, table, projection);
    }
  });
}

/** A version of a row holds from `since` until `until`. Its open fields can be asked for; null, it never came to be. */
export async function makeTable(client: ClientBase, table: ReadTable): Promise<void> {
  await client.query(`
    CREATE TABLE ${table.sql} (
      row_id text NOT NULL,
      since bigint NOT NULL,
      until bigint,
      broken boolean NOT NULL,
      open jsonb,
      sealed text,
      PRIMARY KEY (row_id, since))`);
}

/** Of each field one index answers for the present, where `until` is null, and for the past. */
export async function makeIndexes(client: ClientBase, table: ReadTable, projection: AnyProjection): Promise<void> {
  for (const field of projection.by) {
    await client.query(`CREATE INDEX ON ${table.sql} ((open ->> ${literal(field)}), until)`);
  }
}

/** The name of a field of our own schemas, as SQL text. */
export const literal = (field: string): string => `'${field.replaceAll("'", "''")}'`;
