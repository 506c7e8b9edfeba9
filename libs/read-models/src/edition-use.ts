import { z } from 'zod';
import { placementEvents, type PlacementEvent, type PinnedEdition } from '#domain';
import type { Projection } from '#event-sourcing';

const pinned = z.strictObject({ id: z.string(), edition: z.string(), hash: z.string() });

/** What placements were ever pinned to: an edition, with the hash of what it said then. There are as many rows as texts. */
export const editionUse: Projection<PlacementEvent, z.output<typeof pinned>> = {
  name: 'edition-use',
  version: 1,
  hears: [placementEvents],
  row: pinned,
  sealed: null,
  by: [],
  rowId: (event) => {
    const procedure = pinnedBy(event);
    // Those of before have no hash, and nothing can be held against it.
    return procedure?.hash === undefined ? null : [procedure.id, procedure.edition, procedure.hash].join('.');
  },
  evolve: (row, event) => {
    const { id = '', edition = '', hash = '' } = pinnedBy(event) ?? {};
    return row ?? { id, edition, hash };
  },
};

/** Events that pin a placement to an edition. */
export const pinningTypes = ['PlacementProposed', 'EditionAdopted'] as const;

const pinnedBy = (event: PlacementEvent): PinnedEdition | null =>
  event.type === 'PlacementProposed' || event.type === 'EditionAdopted' ? event.data.procedure : null;
