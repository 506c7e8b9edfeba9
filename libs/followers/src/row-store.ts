import type { ClientBase } from 'pg';
import type { AnyProjection } from '#event-sourcing';
import type { RowSealer, StoredRow } from '#sealing';
import type { ReadTable } from './read-tables.js';
import type { Folded, RowData, Standing } from './row-fold.js';

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
  client: ClientBase,
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

/** Stores what was folded: new versions, and how long those before them held. */
export async function storeFolded(
  client: ClientBase,
  table: ReadTable,
  projection: AnyProjection,
  sealer: RowSealer,
  { versions, closed }: Folded,
): Promise<void> {
  if (versions.length === 0 && closed.size === 0) return;
  const sealed = await sealer.seal(
    projection,
    versions.map(({ rowId, since, row }) => ({ rowId, since, row: row ?? {} })),
  );
  await client.query({
    name: `store ${table.name}`,
    // Both parts see the table as it was before, so the update does not touch what the insert adds.
    text: `WITH ended AS (
             UPDATE ${table.sql} AS version SET until = over.at
             FROM unnest($1::text[], $2::bigint[]) AS over (row_id, at)
             WHERE version.row_id = over.row_id AND version.until IS NULL)
           INSERT INTO ${table.sql} (row_id, since, until, broken, open, sealed)
           SELECT * FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::boolean[], $7::jsonb[], $8::text[])`,
    values: [
      [...closed.keys()],
      [...closed.values()],
      versions.map(({ rowId }) => rowId),
      versions.map(({ since }) => since),
      versions.map(({ until }) => until),
      versions.map(({ broken }) => broken),
      versions.map(({ row }, index) => (row === null ? null : JSON.stringify(sealed[index]?.open))),
      sealed.map((each) => each.sealed),
    ],
  });
}
