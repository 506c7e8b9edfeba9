import type { Pool } from 'pg';
import { inTransaction } from '#database';
import type { AnyProjection } from '#event-sourcing';
import { followerName, shadowOf, tableOf } from './read-tables.js';

/** A process of another version that still follows its rows has said so within this time. */
const quietForSeconds = 60;

/**
 * Drops the versions of read models that nobody reads: all but those of this program, and those that a process of another
 * version still follows. Gives the names of what was dropped.
 */
export async function prune(pool: Pool, current: readonly AnyProjection[]): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    // A follower that is gone will not come back for the row; one that is at work has it locked, and is left alone.
    const { rows: idle } = await client.query<{ name: string }>(
      `SELECT name FROM followers.checkpoint
       WHERE kind = 'projector' AND name <> ALL($1::text[]) AND beat_at < clock_timestamp() - $2 * interval '1 second'
       FOR UPDATE SKIP LOCKED`,
      [current.map(followerName), quietForSeconds],
    );
    const { rows: followed } = await client.query<{ name: string }>(
      "SELECT name FROM followers.checkpoint WHERE kind = 'projector'",
    );
    const gone = new Set(idle.map(({ name }) => name));
    const kept = new Set([
      ...current.flatMap((projection) => [tableOf(projection).name, shadowOf(projection).name]),
      ...followed.flatMap(({ name }) => (gone.has(name) ? [] : tableNameOf(name))),
    ]);
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'reads' ORDER BY tablename",
    );
    const dropped = tables.map(({ name }) => name).filter((name) => !kept.has(name));
    for (const name of dropped) await client.query(`DROP TABLE reads."${name}"`);
    await client.query('DELETE FROM followers.checkpoint WHERE name = ANY($1::text[])', [[...gone]]);
    return dropped;
  });
}

/** A follower's name is `<projection>.v<version>`, and its table is named after it. */
function tableNameOf(follower: string): string[] {
  const [, name, version] = /^(.+)\.v(\d+)$/.exec(follower) ?? [];
  return name === undefined ? [] : [tableOf({ name, version: Number(version) }).name];
}
