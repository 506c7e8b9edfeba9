import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '#database';
import type { Day, Id, Instant, Journal, Position } from '#event-sourcing';
import type { Editions } from '#procedure';
import { Look } from './look.js';
import {
  dueIn,
  dueRows,
  lockRows,
  saveRows,
  type DueInSession,
  type DueOfSchool,
  type DueTogether,
  type KeptWake,
} from './wake-rows.js';
import { parts, workOut, type Known, type Wake } from './wake.js';

/** Where it stands when something will be due of each placement; what the steps need to know of it. */
export interface WakeBook {
  /** The placements of which something is due in a site's session, or of the matters of a school's placements. */
  dueIn(together: DueInSession | DueOfSchool, now: Instant): Promise<readonly Id[]>;
  /**
   * Works out these placements anew, and their matters where they are named: a step of a session changes none of them, and
   * they are a long way to read. Says whether something is due of one of them even now.
   */
  recompute(placementIds: readonly Id[], now: Instant, touched: Pick<Touched, 'matters'>): Promise<boolean>;
}

/** What an event asks to be looked at besides what is open: days from one on, sessions by their keys, and the matters. */
export type Touched = {
  readonly from?: Day | undefined;
  readonly sessions?: readonly string[] | undefined;
  readonly matters?: boolean | undefined;
};

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

  /** What is due: one entry for each site and session, and for each school. With nothing due, it is a look into each of two indexes. */
  dueSteps(now: Instant): Promise<readonly DueTogether[]> {
    return dueRows(this.pool, now);
  }

  dueIn(together: DueInSession | DueOfSchool, now: Instant): Promise<readonly Id[]> {
    return dueIn(this.pool, together, now);
  }

  async recompute(placementIds: readonly Id[], now: Instant, touched: Pick<Touched, 'matters'>): Promise<boolean> {
    let due = false;
    for (const part of parts([...new Set(placementIds)].sort(), togetherMax)) {
      const wakes = await inTransaction(this.pool, (client) =>
        this.recomputeWith(client, new Map(part.map((id) => [id, touched])), now),
      );
      due ||= wakes.some((wake) => isDue(wake.next, now) || isDue(wake.matters.next, now));
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
      await inTransaction(this.pool, async (client) => {
        const kept = await lockRows(client, part);
        for (const wake of fresh) {
          if (!wake) continue;
          const row = kept.get(wake.placementId);
          if (row && differing(row, wake, now) === null) continue;
          const again = await workOut(new Look(this.journal, this.editions), wake.placementId, null, now);
          if (!again) continue;
          const difference = row ? differing(row, again, now) : { was: null, is: earliest(again) };
          if (!difference) continue;
          differences.push({ placementId: wake.placementId, ...difference });
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
}

const isDue = (next: { readonly at: Instant } | null, now: Instant): boolean => next !== null && next.at <= now;

const earliest = ({ next, matters }: Wake): Instant | null =>
  [next, matters.next].flatMap((each) => each?.at ?? []).sort()[0] ?? null;

/** What a row says otherwise than it should, of its sessions or of its matters; null when it is right. */
function differing(row: KeptWake, wake: Wake, now: Instant): Pick<Difference, 'was' | 'is'> | null {
  const moments = [
    { was: row.wakeAt, is: wake.next?.at ?? null },
    { was: row.matters.next?.at ?? null, is: wake.matters.next?.at ?? null },
  ];
  // What is due is being done: it counts as the same, whichever of its moments came first.
  const isWrong = ({ was, is }: Pick<Difference, 'was' | 'is'>) =>
    was !== is && !(was !== null && is !== null && was <= now && is <= now);
  return moments.find(isWrong) ?? null;
}

/** What was known, less what an event has put in doubt. */
function knownWith(
  { settledUntil, open, matters }: NonNullable<Known>,
  { from, sessions = [], matters: areTouched = false }: Touched = {},
): NonNullable<Known> {
  return {
    matters: areTouched ? undefined : matters,
    settledUntil: from !== undefined && from < settledUntil ? from : settledUntil,
    open: [...new Set([...open, ...sessions])],
  };
}
