import type { Pool } from 'pg';
import type { Id, Instant } from '#event-sourcing';

/** The sweeps whose lateness matters: while they stand still, nothing that falls due is seen. */
export const sweeps = ['sweep-duties', 'sweep-letters'] as const;
export type Sweep = (typeof sweeps)[number];

export type WorkerBeat = { readonly workerId: Id; readonly startedAt: Instant; readonly beatAt: Instant };

export type ClockHealth = {
  /** Up to which moment everything that was due has been found; null when no worker has ever swept, as far as this clock can tell. */
  readonly sweptTo: Instant | null;
  /** For how long nothing has been found; null when no worker has ever swept. */
  readonly behindSeconds: number | null;
  /** Behind by five minutes or more: every page about today must say that nobody is being watched. */
  readonly lags: boolean;
  /** The workers that gave a sign of life in the last minute. */
  readonly workers: readonly WorkerBeat[];
};

const lagsAfterSeconds = 300;
/** What is further ahead than this was noted by a clock that has been wrong since, and says nothing of the present. */
const aheadMaxSeconds = 300;
/** A worker that has been silent for so long is gone, and its row with it. */
const forgottenAfterMs = 60 * 60 * 1_000;

/** Whether a moment lies so far in the future that a clock which was wrong must have noted it. */
export const isFarAhead = (noted: Instant, now: Instant): boolean =>
  Date.parse(noted) - Date.parse(now) > aheadMaxSeconds * 1_000;

/** Whether the clock goes: when each sweep last ran, and which workers are alive. */
export class ClockKeeping {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /**
   * Notes that a sweep has found all that was due up to this moment. An earlier moment takes its place only where the later
   * one lies in the future of `now`, because the clock had jumped.
   */
  async swept(sweep: Sweep, to: Instant, now: Instant = to): Promise<void> {
    await this.pool.query(
      `INSERT INTO clock.swept (job, swept_to) VALUES ($1, $2)
       ON CONFLICT (job) DO UPDATE SET swept_to = CASE
         WHEN swept.swept_to > $3::timestamptz + make_interval(secs => $4) THEN excluded.swept_to
         ELSE greatest(swept.swept_to, excluded.swept_to) END`,
      [sweep, to, now, aheadMaxSeconds],
    );
  }

  /** Up to when a sweep has looked; null when it never ran. */
  async sweptTo(sweep: Sweep): Promise<Instant | null> {
    const { rows } = await this.pool.query<{ swept_to: Date }>('SELECT swept_to FROM clock.swept WHERE job = $1', [
      sweep,
    ]);
    return rows[0]?.swept_to.toISOString() ?? null;
  }

  /** A worker's sign of life. Workers that were not heard of for an hour are forgotten. */
  async beat({ workerId, startedAt, beatAt }: WorkerBeat): Promise<void> {
    await this.pool.query(
      `INSERT INTO clock.worker (worker_id, started_at, beat_at) VALUES ($1, $2, $3)
       ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at`,
      [workerId, startedAt, beatAt],
    );
    await this.pool.query('DELETE FROM clock.worker WHERE beat_at < $1', [
      new Date(Date.parse(beatAt) - forgottenAfterMs).toISOString(),
    ]);
  }

  /** A worker says goodbye. */
  async left(workerId: Id): Promise<void> {
    await this.pool.query('DELETE FROM clock.worker WHERE worker_id = $1', [workerId]);
  }

  /** How the clock stands. The sweep that is furthest behind counts. */
  async health(now: Instant): Promise<ClockHealth> {
    const [swept, workers] = await Promise.all([
      this.pool.query<{ swept_to: Date }>(
        'SELECT min(swept_to) AS swept_to FROM clock.swept WHERE job = ANY ($1) HAVING count(*) = $2',
        [sweeps, sweeps.length],
      ),
      this.pool.query<{ worker_id: string; started_at: Date; beat_at: Date }>(
        `SELECT worker_id, started_at, beat_at FROM clock.worker
          WHERE beat_at > $1::timestamptz - interval '1 minute' AND beat_at < $1::timestamptz + make_interval(secs => $2)
          ORDER BY started_at, worker_id`,
        [now, aheadMaxSeconds],
      ),
    ]);
    const noted = swept.rows[0]?.swept_to.toISOString() ?? null;
    const sweptTo = noted === null || isFarAhead(noted, now) ? null : noted;
    const behindSeconds =
      sweptTo === null ? null : Math.max(0, Math.round((Date.parse(now) - Date.parse(sweptTo)) / 1_000));
    return {
      sweptTo,
      behindSeconds,
      lags: behindSeconds === null || behindSeconds >= lagsAfterSeconds,
      workers: workers.rows.map(({ worker_id, started_at, beat_at }) => ({
        workerId: worker_id,
        startedAt: started_at.toISOString(),
        beatAt: beat_at.toISOString(),
      })),
    };
  }
}
