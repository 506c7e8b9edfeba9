import { z } from 'zod';

/**
 * An edition of the procedure as a placement is pinned to it: by what it is called, and by the hash of what it said then. The
 * hash is put in where the command is let through, so no form has to know it; placements of before have none.
 */
export const pinnedEdition = z.strictObject({ id: z.string(), edition: z.string(), hash: z.string().optional() });
export type PinnedEdition = z.output<typeof pinnedEdition>;
