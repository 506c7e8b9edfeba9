import type { ClientBase } from 'pg';
import type { AnyProjection, Recorded } from '#event-sourcing';
import type { RowSealer } from '#sealing';
import type { CustomFollower, Report } from './follower.js';
import { followerName, tableOf } from './read-tables.js';
import { foldBatch, touchedRows } from './row-fold.js';
import { fetchStanding, storeVersions } from './row-store.js';

/** The types of event that a projection hears. */
export const typesHeard = ({ hears }: AnyProjection): ReadonlySet<string> =>
  new Set(hears.flatMap(({ shapes }) => Object.keys(shapes)));

/** A projection as a follower: it folds each batch in memory and writes rows, and nothing else, beside its checkpoint. */
export function projector(projection: AnyProjection, sealer: RowSealer, report: Report): CustomFollower {
  const name = followerName(projection);
  const table = tableOf(projection);
  return {
    name,
    hears: typesHeard(projection),
    handle: async (batch: readonly Recorded[], client: ClientBase) => {
      const ids = [...touchedRows(projection, batch)];
      const standing = await fetchStanding(client, table, projection, sealer, ids);
      const folded = foldBatch(projection, standing, batch);
      await storeVersions(client, table, projection, sealer, folded);
      for (const [rowId, error] of folded.faults) report(`The row ${rowId} of ${name} is broken.`, error);
    },
  };
}
