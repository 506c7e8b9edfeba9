import pg from 'pg';
import { limits, type EventStore, type StoredEvent } from '#event-sourcing';
import { LogLoading, type KurrentDbEventStore } from '#event-stores';
import type { LogTarget } from './copy-log.js';
import { CopyRefused } from './refused.js';

/** Loads events into PostgreSQL as the owner of its tables, whom the append function does not stand in the way of. */
export class PostgresTarget implements LogTarget {
  constructor(
    readonly store: EventStore,
    private readonly owner: pg.Client,
  ) {}

  async add(events: readonly StoredEvent[], there: number): Promise<void> {
    await this.owner.query('BEGIN');
    try {
      const log = new LogLoading(this.owner);
      if ((await log.holdHead()) !== BigInt(there)) {
        throw new CopyRefused('Somebody else writes to the target. Stop whatever works on it, then copy again.');
      }
      await log.add(events.map((event, index) => ({ ...event, position: BigInt(there + index + 1) })));
      await log.end();
      await this.owner.query('COMMIT');
    } catch (error) {
      await this.owner.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

const bytesMax = 1024 * 1024;

/** Appends events to KurrentDB, each with its own moment of recording; consecutive ones of a stream go together. */
export class KurrentDbTarget implements LogTarget {
  constructor(readonly store: KurrentDbEventStore) {}

  async add(events: readonly StoredEvent[]): Promise<void> {
    // One after the other: their order in the log is the order of the calls.
    for (const run of runsOf(events)) {
      const [first] = run;
      if (first) await this.store.appendRecorded(first.stream, first.revision - 1n, run);
    }
  }
}

/** Consecutive events of one stream, as many as go in one append. */
function runsOf(events: readonly StoredEvent[]): StoredEvent[][] {
  const runs: StoredEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.data) + Buffer.byteLength(event.meta);
    const run = runs.at(-1);
    const fits =
      run?.[0]?.stream === event.stream && run.length < limits.eventsPerAppendMax && bytes + size <= bytesMax;
    if (run && fits) {
      run.push(event);
      bytes += size;
    } else {
      runs.push([event]);
      bytes = size;
    }
  }
  return runs;
}
