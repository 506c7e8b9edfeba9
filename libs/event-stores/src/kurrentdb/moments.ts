import type { Pool } from 'pg';
import { int8Array } from '#database';
import { beginning, type Position } from '#event-sourcing';

/** All events up to a position were recorded at or before a moment, and one of them then. */
export type Moment = { readonly position: Position; readonly recordedAt: string };

/** Where moments are kept. They follow from the log, so they may be lost. */
export type MomentRows = {
  /** The last at or before a moment; without a moment, the last of all. */
  last(at?: string): Promise<Moment | undefined>;
  keep(moments: readonly Moment[]): Promise<void>;
};

/** An event as far as its moment goes. */
export type Passed = { readonly position: Position; readonly recordedAt: string };

/**
 * Finds the position of a moment, in a server that has no index by our moments. Whoever reads the log from end to end
 * notes the first event of each second; from there, the log itself tells. Where the clocks of processes differ, an event
 * counts as recorded no earlier than those before it, so that moments grow with positions.
 */
export class Moments {
  private upTo: Moment | undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly rows: MomentRows,
    private readonly read: (after: Position) => Promise<readonly Passed[]>,
  ) {}

  /** Notes what was read after a position, without a gap. Where something before it is missing, it is left for later. */
  note(after: Position, events: readonly Passed[]): void {
    const last = events.at(-1);
    if (!last || (this.upTo && (last.position <= this.upTo.position || after > this.upTo.position))) return;
    this.working = this.working.then(() => this.noteNow(after, events)).catch(() => undefined);
  }

  /** The highest position before anything that was recorded later than a moment. */
  async positionAt(moment: string): Promise<Position> {
    let { position, recordedAt } = (await this.rows.last(moment)) ?? atTheBeginning;
    for (;;) {
      const events = await this.read(position);
      if (events.length === 0) return position;
      for (const event of events) {
        recordedAt = later(recordedAt, event.recordedAt);
        if (recordedAt > moment) return position;
        position = event.position;
      }
    }
  }

  /** Waits until what was noted is kept. */
  settled(): Promise<void> {
    return this.working;
  }

  private async noteNow(after: Position, events: readonly Passed[]): Promise<void> {
    let upTo = this.upTo ?? (await this.rows.last()) ?? atTheBeginning;
    this.upTo = upTo;
    if (after > upTo.position) return;
    const fresh: Moment[] = [];
    for (const { position, recordedAt } of events) {
      if (position <= upTo.position) continue;
      const moment = { position, recordedAt: later(upTo.recordedAt, recordedAt) };
      if (secondOf(moment) !== secondOf(upTo)) fresh.push(moment);
      upTo = moment;
    }
    if (fresh.length > 0) await this.rows.keep(fresh);
    this.upTo = upTo;
  }
}

const atTheBeginning: Moment = { position: beginning, recordedAt: '' };
const later = (a: string, b: string): string => (a > b ? a : b);
const secondOf = ({ recordedAt }: Moment): string => recordedAt.slice(0, '2026-11-23T09:00:00'.length);

/** The table `events.moment`. */
export class PostgresMoments implements MomentRows {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async last(at?: string): Promise<Moment | undefined> {
    const { rows } = await this.pool.query<{ position: string; recorded_at: Date }>(
      `SELECT position, recorded_at FROM events.moment WHERE $1::timestamptz IS NULL OR recorded_at <= $1
       ORDER BY recorded_at DESC, position DESC LIMIT 1`,
      [at ?? null],
    );
    const [row] = rows;
    return row && { position: BigInt(row.position), recordedAt: row.recorded_at.toISOString() };
  }

  async keep(moments: readonly Moment[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO events.moment (position, recorded_at) SELECT * FROM unnest($1::bigint[], $2::timestamptz[])
       ON CONFLICT (position) DO NOTHING`,
      [int8Array(moments.map(({ position }) => position)), moments.map(({ recordedAt }) => recordedAt)],
    );
  }
}

/** For tests, and for a log that nobody asks about the past. */
export class MemoryMoments implements MomentRows {
  private readonly moments = new Map<Position, Moment>();

  async last(at?: string): Promise<Moment | undefined> {
    const before = [...this.moments.values()].filter(({ recordedAt }) => at === undefined || recordedAt <= at);
    return before.sort((a, b) => Number(a.position - b.position)).at(-1);
  }

  async keep(moments: readonly Moment[]): Promise<void> {
    for (const moment of moments) this.moments.set(moment.position, moment);
  }
}
