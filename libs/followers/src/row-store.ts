import type { ClientBase } from 'pg';
import { int8Array, textArray } from '#database';
import type { AnyProjection } from '#event-sourcing';
import type { RowSealer, StoredRow } from '#sealing';
import type { ReadTable } from './read-tables.js';
import type { Folded, RowData, Standing } from './row-fold.js';

/** A connection, or a pool of them. */
export type Queries = Pick<ClientBase, 'query'>;

/** A row version as the database gives it. */
export type RowRecord = {
  readonly row_id: string;
  readonly since: string;
  readonly broken: boolean;
  readonly open: RowData | null;
  readonly sealed: string | null;
};

export const storedRow = ({ row_id, since, broken, open, sealed }: RowRecord): StoredRow & { broken: boolean } => ({
  rowId: row_id,
  since: BigInt(since),
  broken,
  open: open ?? {},
  sealed,
});

/** The rows of these ids as they stand now, opened. */
export async function fetchStanding(
  client: Queries,
  table: ReadTable,
  projection: AnyProjection,
  sealer: RowSealer,
  rowIds: readonly string[],
): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  if (rowIds.length === 0) return standing;
  const { rows } = await client.query<RowRecord>({
    name: `standing ${table.name}`,
    text: `SELECT row_id, since::text, broken, open, sealed FROM ${table.sql}
           WHERE row_id = ANY($1::text[]) AND until IS NULL`,
    values: [rowIds],
  });
  const opened = await sealer.open(projection, rows.map(storedRow));
  rows.forEach(({ row_id: rowId, broken, open }, index) => {
    standing.set(rowId, { row: open === null ? null : (opened[index] ?? null), broken });
  });
  return standing;
}

/** Stores versions, and until when those before them held. */
export async function storeVersions(
  client: ClientBase,
  table: ReadTable,
  projection: AnyProjection,
  sealer: RowSealer,
  { versions, closed }: Pick<Folded, 'versions' | 'closed'>,
): Promise<void> {
  if (closed.size > 0) {
    await client.query({
      name: `close ${table.name}`,
      text: `UPDATE ${table.sql} AS version SET until = over.at
             FROM unnest($1::text[], $2::bigint[]) AS over (row_id, at)
             WHERE version.row_id = over.row_id AND version.until IS NULL`,
      values: [textArray([...closed.keys()]), int8Array([...closed.values()])],
    });
  }
  if (versions.length === 0) return;
  const sealed = await sealer.seal(
    projection,
    versions.map(({ rowId, since, row }) => ({ rowId, since, row: row ?? {} })),
  );
  await client.query({
    name: `store ${table.name}`,
    text: `INSERT INTO ${table.sql} (row_id, since, until, broken, open, sealed)
           SELECT row_id, since, until, broken, open::jsonb, sealed
           FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::boolean[], $5::text[], $6::text[])
             AS version (row_id, since, until, broken, open, sealed)`,
    values: [
      textArray(versions.map(({ rowId }) => rowId)),
      int8Array(versions.map(({ since }) => since)),
      int8Array(versions.map(({ until }) => until)),
      versions.map(({ broken }) => broken),
      textArray(versions.map(({ row }, index) => (row === null ? null : JSON.stringify(sealed[index]?.open)))),
      textArray(sealed.map((each) => each.sealed)),
    ],
  });
}
