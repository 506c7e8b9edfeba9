import type { ClientBase } from 'pg';
import { z } from 'zod';
import { shippedProcedures, type Config } from '#config';
import { pinnedEdition } from '#domain';
import { beginning, type EventStore, type Position } from '#event-sourcing';
import { followerName, tableOf } from '#followers';
import { assertNotEdited, readEditions, type Editions, type Pinned } from '#procedure';
import { editionUse, pinningTypes } from '#read-models';
import type { Installation } from './installation.js';

type Queries = Pick<ClientBase, 'query'>;

/**
 * The editions of the procedure, for a program that is about to run by them.
 *
 * @throws {BadEdition} when a file can't be used. @throws {EditionEdited} when one is in use, and says something else now.
 */
export async function openEditions({ config, database, store }: Installation): Promise<Editions> {
  const editions = await readEditions(config.procedures);
  await assertEditionsKept(config, editions, database.pool('reads'), store);
  return editions;
}

/** Makes sure that no edition in use was edited. It changes nothing. @throws {EditionEdited} */
export async function assertEditionsKept(
  { procedures }: Config,
  editions: Editions,
  service: Queries,
  store: EventStore,
): Promise<void> {
  const pinned = await pinnedEditions(service, store);
  const isWhole = pinned.every((each) => editions.all.some(({ hash }) => hash === each.hash));
  // What comes with Waymark is where most begin, so it can often tell what was there before.
  const elsewhere = isWhole || procedures === shippedProcedures() ? [] : (await readEditions(shippedProcedures())).all;
  assertNotEdited(editions, pinned, elsewhere);
}

/** What placements are pinned to: by the read model as far as it has come, and by the log from there on. */
async function pinnedEditions(service: Queries, store: EventStore): Promise<readonly Pinned[]> {
  const { position, rows } = await knownUse(service);
  const found = new Map(rows.map((each) => [each.hash, each]));
  for (let after = position; ;) {
    const events = await store.readAll(after, 1_000, { types: pinningTypes, categories: ['placement'] });
    for (const { data } of events) {
      const { id, edition, hash } = proposal.parse(JSON.parse(data)).procedure;
      if (hash !== undefined) found.set(hash, { id, edition, hash });
    }
    const last = events.at(-1);
    if (!last) return [...found.values()];
    after = last.position;
  }
}

/** The edition lies open in the event: nothing has to be unsealed. */
const proposal = z.object({ procedure: pinnedEdition });

/** What the read model has, and up to where: its position first, because it only moves on. */
async function knownUse(service: Queries): Promise<{ position: Position; rows: readonly Pinned[] }> {
  const there = await service.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    tableOf(editionUse).sql,
  ]);
  if (!there.rows[0]?.there) return { position: beginning, rows: [] };
  const { rows: known } = await service.query<{ position: string }>(
    'SELECT position::text FROM followers.checkpoint WHERE name = $1',
    [followerName(editionUse)],
  );
  const { rows } = await service.query<{ open: Pinned }>(
    `SELECT open FROM ${tableOf(editionUse).sql} WHERE until IS NULL AND open IS NOT NULL`,
  );
  return { position: BigInt(known[0]?.position ?? beginning), rows: rows.map(({ open }) => open) };
}
