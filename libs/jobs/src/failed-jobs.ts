import type { Pool } from 'pg';
import type { Id, Instant } from '#event-sourcing';
import { withoutPersonalData } from '#logging';
import { carriedBy } from './job-table.js';

export type FailedJob = {
  readonly id: string;
  readonly name: string;
  /** As the job carried it: ids, days and instants. */
  readonly payload: unknown;
  /** Under which the log speaks of it. */
  readonly correlationId: Id | null;
  readonly errorClass: string;
  readonly message: string;
  readonly failedAt: Instant;
};

/** How many failures are kept, and for how long. */
const keptMax = 5_000;
const keptDays = 30;

/** The jobs that failed, for operators. Nothing is tried again from here: the next sweep finds what is still due. */
export class FailedJobs {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Notes a failure and forgets the oldest ones. */
  async note(name: string, payload: unknown, error: unknown, correlationId?: Id): Promise<void> {
    const { errorClass, message } = withoutPersonalData(error);
    const inserted = await this.pool.query<{ failed_job_id: string }>(
      `INSERT INTO clock.failed_job (name, payload, error_class, message) VALUES ($1, $2, $3, $4) RETURNING failed_job_id`,
      [name, JSON.stringify({ ...(payload as object), correlationId }), errorClass, message],
    );
    await this.pool.query(
      `DELETE FROM clock.failed_job WHERE failed_job_id <= $1::bigint - $2 OR failed_at < now() - make_interval(days => $3)`,
      [inserted.rows[0]?.failed_job_id, keptMax, keptDays],
    );
  }

  /** The latest failures first. */
  async latest(limit = 100): Promise<FailedJob[]> {
    const found = await this.pool.query<{
      failed_job_id: string;
      name: string;
      payload: unknown;
      error_class: string;
      message: string;
      failed_at: Date;
    }>(
      `SELECT failed_job_id, name, payload, error_class, message, failed_at
         FROM clock.failed_job ORDER BY failed_job_id DESC LIMIT $1`,
      [limit],
    );
    return found.rows.map(({ failed_job_id, name, payload, error_class, message, failed_at }) => ({
      id: failed_job_id,
      name,
      ...carriedBy(payload),
      errorClass: error_class,
      message,
      failedAt: failed_at.toISOString(),
    }));
  }
}
