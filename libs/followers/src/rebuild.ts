import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '#database';
import { same, type AnyProjection, type Journal, type Position, type Recorded } from '#event-sourcing';
import type { RowSealer } from '#sealing';
import type { Report } from './follower.js';
import { typesHeard } from './projector.js';
import { followerName, makeIndexes, makeTable, shadowOf, tableOf, type ReadTable } from './read-tables.js';
import { foldBatch, touchedRows, type Folded, type FoldedVersion, type Standing } from './row-fold.js';
import { fetchStanding, storedRow, storeVersions, type Queries, type RowRecord } from './row-store.js';

export type RebuildDeps = {
  readonly pool: Pool;
  readonly journal: Journal;
  readonly sealer: RowSealer;
  readonly report: Report;
};

export type Rebuilt = { readonly events: number; readonly versions: number; readonly position: Position };

/** A version of a row that is not the same in what is read and in what the events give. */
export type Difference = { readonly rowId: string; readonly since: Position };

export type RebuildSizes = {
  /** Small enough that what a batch leaves behind dies young: larger ones cost more in collecting garbage than they save. */
  readonly batchMax: number;
  /** How many rows are remembered between batches, so that a row that keeps changing is not fetched each time. */
  readonly rememberedMax: number;
};

const usualSizes: RebuildSizes = { batchMax: 500, rememberedMax: 20_000 };
const comparedAtOnce = 1_000;

/**
 * Builds a projection's rows from all events again, in a table beside the one that is read, which nobody notices. What was
 * built is then held against what is read, or takes its place.
 */
export class Rebuild {
  private readonly live: ReadTable;
  private readonly beside: ReadTable;
  private readonly hears: ReadonlySet<string>;
  private position: Position = 0n;
  /** Rows as they stand, and of those the versions that have not been stored yet. */
  private readonly standing = new Map<string, Standing>();
  private readonly waiting = new Map<string, FoldedVersion>();
  /** Whether the table may hold what is not remembered. */
  private flushed = false;
  private versions = 0;
  private events = 0;

  constructor(
    private readonly projection: AnyProjection,
    private readonly deps: RebuildDeps,
    private readonly sizes: RebuildSizes = usualSizes,
  ) {
    this.live = tableOf(projection);
    this.beside = shadowOf(projection);
    this.hears = typesHeard(projection);
  }

  /** Folds all events up to the head. `onProgress` is told the position after each batch. */
  async build(onProgress: (position: Position) => void = () => undefined): Promise<Rebuilt> {
    const { pool } = this.deps;
    await inTransaction(pool, async (client) => {
      await client.query('CREATE SCHEMA IF NOT EXISTS reads');
      await client.query(`DROP TABLE IF EXISTS ${this.beside.sql}`);
      await makeTable(client, this.beside);
    });
    // Three batches are on their way at a time: one is read and opened, one folded, one written.
    let next = this.read(0n);
    let writing: Promise<void> = Promise.resolve();
    for (;;) {
      const { opened, upTo } = await next;
      if (upTo === null) break;
      next = later(this.read(upTo));
      if (this.standing.size > this.sizes.rememberedMax) {
        await writing;
        await inTransaction(pool, (client) => this.flush(client));
      }
      const finished = await this.fold(pool, opened);
      await writing;
      writing = later(inTransaction(pool, (client) => this.store(client, finished)));
      this.position = upTo;
      onProgress(upTo);
    }
    await writing;
    await inTransaction(pool, async (client) => {
      await this.flush(client);
      await makeIndexes(client, this.beside, this.projection);
    });
    await pool.query(`ANALYZE ${this.beside.sql}`);
    return { events: this.events, versions: this.versions, position: this.position };
  }

  /** Whether there are rows that are read; there are none until somebody has followed it, as after a restore. */
  async isFollowed(): Promise<boolean> {
    const sql = 'SELECT to_regclass($1) IS NOT NULL AS there';
    const { rows } = await this.deps.pool.query<{ there: boolean }>(sql, [this.live.sql]);
    return rows[0]?.there === true;
  }

  /** Where the rows that are read differ from those built, as at the last position that both have passed. At most `limit`. */
  async differences(limit = 100): Promise<Difference[]> {
    const { rows } = await this.deps.pool.query<{ position: string }>(
      'SELECT position::text FROM followers.checkpoint WHERE name = $1',
      [followerName(this.projection)],
    );
    const followed = BigInt(rows[0]?.position ?? 0);
    const asAt = followed < this.position ? followed : this.position;
    const found: Difference[] = [];
    for (let after: Pair | undefined; ;) {
      const pairs = await this.pairs(asAt, after);
      after = pairs.at(-1);
      if (!after) return found;
      found.push(...(await this.unequal(pairs)));
      if (found.length >= limit) return found.slice(0, limit);
    }
  }

  /** Lets what was built take the place of what is read, at exactly the position to which that has been followed. */
  async swap(): Promise<void> {
    await inTransaction(this.deps.pool, async (client) => {
      const name = followerName(this.projection);
      // Whoever follows waits here or finds the row taken; events that came meanwhile are folded while nobody else does.
      await client.query('SELECT FROM followers.checkpoint WHERE name = $1 FOR UPDATE', [name]);
      for (;;) {
        const { opened, upTo } = await this.read(this.position);
        if (upTo === null) break;
        await this.store(client, await this.fold(client, opened));
        this.position = upTo;
      }
      await this.flush(client);
      await client.query(`DROP TABLE IF EXISTS ${this.live.sql}`);
      await client.query(`ALTER TABLE ${this.beside.sql} RENAME TO "${this.live.name}"`);
      await client.query('UPDATE followers.checkpoint SET position = $2 WHERE name = $1', [name, this.position]);
    });
  }

  /** Drops what was built. */
  async discard(): Promise<void> {
    await this.deps.pool.query(`DROP TABLE IF EXISTS ${this.beside.sql}`);
  }

  private async read(after: Position): Promise<{ opened: Recorded[]; upTo: Position | null }> {
    const { store, codec } = this.deps.journal;
    const events = await store.readAll(after, this.sizes.batchMax);
    const heard = events.filter(({ type }) => this.hears.has(type));
    return { opened: await codec.open(heard), upTo: events.at(-1)?.position ?? null };
  }

  private async fold(client: Queries, batch: readonly Recorded[]): Promise<Finished> {
    const { projection, standing, beside } = this;
    const { sealer, report } = this.deps;
    if (this.flushed) {
      const unknown = [...touchedRows(projection, batch)].filter((id) => !standing.has(id));
      for (const [id, each] of await fetchStanding(client, beside, projection, sealer, unknown)) standing.set(id, each);
    }
    const { versions, closed, faults } = foldBatch(projection, standing, batch);
    for (const [rowId, error] of faults) report(`The row ${rowId} of ${projection.name} is broken.`, error);
    this.events += batch.length;
    this.versions += versions.length;
    return this.finished(versions, closed);
  }

  private store(client: ClientBase, finished: Finished): Promise<void> {
    return storeVersions(client, this.beside, this.projection, this.deps.sealer, finished);
  }

  /**
   * What is to be stored of a batch. The version that each row ends with waits until it is known how long it held: stored
   * at once, most would soon be written a second time, to say so.
   */
  private finished(versions: readonly FoldedVersion[], closed: ReadonlyMap<string, Position>): Finished {
    const finished: FoldedVersion[] = [];
    const closedInTable = new Map<string, Position>();
    for (const [rowId, until] of closed) {
      const waiting = this.waiting.get(rowId);
      if (waiting) finished.push({ ...waiting, until });
      else closedInTable.set(rowId, until);
      this.waiting.delete(rowId);
    }
    for (const version of versions) {
      if (version.until === null) this.waiting.set(version.rowId, version);
      else finished.push(version);
    }
    return { versions: finished, closed: closedInTable };
  }

  /** Stores what waits, as holding still, and forgets all rows. */
  private async flush(client: ClientBase): Promise<void> {
    await this.store(client, { versions: [...this.waiting.values()], closed: new Map() });
    this.flushed = true;
    this.waiting.clear();
    this.standing.clear();
  }

  private async pairs(asAt: Position, after: Pair | undefined): Promise<Pair[]> {
    const side = (name: string) =>
      `${name}.row_id IS NOT NULL AS ${name}_there, ${name}.broken AS ${name}_broken, ${name}.open AS ${name}_open,
       ${name}.sealed AS ${name}_sealed,
       CASE WHEN ${name}.until <= ${asAt} THEN ${name}.until::text END AS ${name}_until`;
    const { rows } = await this.deps.pool.query<Pair>(
      `SELECT row_id, since::text, ${side('live')}, ${side('built')}
       FROM (SELECT * FROM ${this.live.sql} WHERE since <= ${asAt}) AS live
       FULL JOIN (SELECT * FROM ${this.beside.sql} WHERE since <= ${asAt}) AS built USING (row_id, since)
       WHERE (row_id, since) > ($1, $2::bigint) ORDER BY row_id, since LIMIT ${comparedAtOnce}`,
      [after?.row_id ?? '', after?.since ?? '-1'],
    );
    return rows;
  }

  /** Those whose versions say different things; what is sealed is opened, because no box is like another. */
  private async unequal(pairs: readonly Pair[]): Promise<Difference[]> {
    const { sealer } = this.deps;
    const opened = async (which: 'live' | 'built') =>
      sealer.open(
        this.projection,
        pairs.map((pair) => storedRow(recordOf(pair, which))),
      );
    const [live, built] = await Promise.all([opened('live'), opened('built')]);
    return pairs.flatMap((pair, index) => {
      const alike =
        pair.live_there &&
        pair.built_there &&
        pair.live_until === pair.built_until &&
        pair.live_broken === pair.built_broken &&
        same(live[index], built[index]);
      return alike ? [] : [{ rowId: pair.row_id, since: BigInt(pair.since) }];
    });
  }
}

type Finished = Pick<Folded, 'versions' | 'closed'>;

/** A promise that is awaited when its turn comes: until then its failure must not end the process. */
function later<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type Side<N extends string> = {
  readonly [K in `${N}_there` | `${N}_broken`]: boolean;
} & { readonly [K in `${N}_until` | `${N}_sealed`]: string | null } & {
  readonly [K in `${N}_open`]: RowRecord['open'];
};
type Pair = { readonly row_id: string; readonly since: string } & Side<'live'> & Side<'built'>;

const recordOf = (pair: Pair, which: 'live' | 'built'): RowRecord => ({
  row_id: pair.row_id,
  since: pair.since,
  broken: pair[`${which}_broken`],
  open: pair[`${which}_open`],
  sealed: pair[`${which}_sealed`],
});
