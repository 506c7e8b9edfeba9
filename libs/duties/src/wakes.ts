import type { ClientBase, Pool } from 'pg';
import type { Day, Id, Instant, Journal, Position } from '#event-sourcing';
import type { Editions } from '#procedure';
import { Look } from './look.js';
import { dueIn, dueRows, lockRows, saveRows, type DueTogether, type KeptWake } from './wake-rows.js';
import { parts, workOut, type Known, type Wake } from './wake.js';

/** Where it stands when something will be due of each placement; what the steps need to know of it. */
export interface WakeBook {
  /** The placements of which something is due in a site's session. */
  dueIn(together: Pick<DueTogether, 'siteId' | 'on' | 'session'>, now: Instant): Promise<readonly Id[]>;
  /** Works out these placements anew. Says whether something is due of one of them even now. */
  recompute(placementIds: readonly Id[], now: Instant): Promise<boolean>;
}

/** What an event asks to be looked at besides what is open: days from one on, and sessions by their keys. */
export type Touched = { readonly from?: Day | undefined; readonly sessions?: readonly string[] | undefined };

/** A wake that was not what a recomputation from nothing says. */
export type Difference = { readonly placementId: Id; readonly was: Instant | null; readonly is: Instant | null };

/** So many placements are locked, read and saved in one go: a transaction must not stand idle for long. */
const togetherMax = 40;

/**
 * The rows that say when something will be due, in PostgreSQL. A row is only worked out while it is locked and from the
 * store, so whoever works it out later has seen at least as much: no row ever forgets what an earlier one knew.
 */
export class Wakes implements WakeBook {
  constructor(
    private readonly pool: Pool,
    private readonly journal: Journal,
    private readonly editions: Editions,
  ) {}

  /** What is due: one entry for each site and session. With nothing due, it is one look into an index. */
  dueSteps(now: Instant): Promise<readonly DueTogether[]> {
    return dueRows(this.pool, now);
  }

  dueIn(together: Pick<DueTogether, 'siteId' | 'on' | 'session'>, now: Instant): Promise<readonly Id[]> {
    return dueIn(this.pool, together, now);
  }

  async recompute(placementIds: readonly Id[], now: Instant): Promise<boolean> {
    let due = false;
    for (const part of parts([...new Set(placementIds)].sort(), togetherMax)) {
      const wakes = await this.inTransaction((client) =>
        this.recomputeWith(client, new Map(part.map((id) => [id, {}])), now),
      );
      due ||= wakes.some(({ next }) => next !== null && next.at <= now);
    }
    return due;
  }

  /** Works out rows within somebody's transaction. `skip` says of a row that it has seen what there is to see. */
  async recomputeWith(
    client: ClientBase,
    touched: ReadonlyMap<Id, Touched>,
    now: Instant,
    skip: (placementId: Id, kept: KeptWake) => boolean = () => false,
  ): Promise<readonly Wake[]> {
    const placementIds = [...touched.keys()].sort();
    const kept = await lockRows(client, placementIds);
    const asOf = await this.journal.store.head();
    const look = new Look(this.journal, this.editions);
    const rows = await Promise.all(
      [...kept]
        .filter(([id, row]) => !skip(id, row))
        .map(([id, row]) => workOut(look, id, knownWith(row, touched.get(id)), now)),
    );
    const worked = rows.filter((wake) => wake !== null);
    await saveRows(client, worked, asOf);

    // From nothing is a long way: one by one, so that the transaction doesn't stand idle meanwhile.
    for (const id of placementIds.filter((each) => !kept.has(each))) {
      const wake = await workOut(look, id, null, now);
      await saveRows(client, wake ? [wake] : [], asOf);
      if (wake) worked.push(wake);
    }
    return worked;
  }

  /**
   * Works out every row from nothing, puts right what differs and says what that was. There should be no difference: a
   * nightly job looks.
   */
  async recomputeAll(now: Instant): Promise<readonly Difference[]> {
    const differences: Difference[] = [];
    for (const part of parts(await this.startedPlacements(), togetherMax)) {
      // Read before the rows are locked, because from nothing is a long way; what differs is worked out again under lock.
      const look = new Look(this.journal, this.editions);
      const fresh = await Promise.all(part.map((id) => workOut(look, id, null, now)));
      await this.inTransaction(async (client) => {
        const kept = await lockRows(client, part);
        for (const wake of fresh) {
          if (!wake) continue;
          const row = kept.get(wake.placementId);
          const was = row?.wakeAt ?? null;
          const is = wake.next?.at ?? null;
          // What is due is being done: it counts as the same, whichever of its moments came first.
          const same = row !== undefined && (was === is || (was !== null && is !== null && was <= now && is <= now));
          if (same) continue;
          const again = await workOut(new Look(this.journal, this.editions), wake.placementId, null, now);
          if (!again || (row !== undefined && (again.next?.at ?? null) === was)) continue;
          differences.push({ placementId: wake.placementId, was, is: again.next?.at ?? null });
          await saveRows(client, [again], await this.journal.store.head());
        }
      });
    }
    return differences;
  }

  /** Every placement that has ever started, out of the log. */
  private async startedPlacements(): Promise<readonly Id[]> {
    const found = new Set<Id>();
    const types = ['PlacementStarted', 'PlacementFoundStarted'];
    let after: Position = 0n;
    for (;;) {
      const events = await this.journal.store.readAll(after, 1_000, { types, categories: ['placement'] });
      for (const { stream } of events) found.add(stream.slice('placement-'.length));
      const last = events.at(-1);
      if (!last) return [...found].sort();
      after = last.position;
    }
  }

  private async inTransaction<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const done = await work(client);
      await client.query('COMMIT');
      client.release();
      return done;
    } catch (error) {
      // A connection that can't even roll back is thrown away.
      await client.query('ROLLBACK').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    }
  }
}

/** What was known, less what an event has put in doubt. */
function knownWith({ settledUntil, open }: NonNullable<Known>, touched: Touched = {}): NonNullable<Known> {
  const { from, sessions = [] } = touched;
  return {
    settledUntil: from !== undefined && from < settledUntil ? from : settledUntil,
    open: [...new Set([...open, ...sessions])],
  };
}
