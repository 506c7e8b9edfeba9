import type { Pool } from 'pg';
import { leavingNothing } from './backends.js';
import type { JobName } from './job-table.js';
import type { Jobs } from './jobs.js';
import { persist } from './persist.js';

/** A job that comes again and again, by the clock on the wall of a place. */
export type TimetableRow = { readonly job: JobName; readonly cron: string; readonly timeZone: string };

const lockKey = 'waymark.timetable';

/**
 * Makes the queue's schedulers equal to the timetable: missing, changed and overdue ones are put in place, unknown ones
 * are removed. One process at a time does it, because PostgreSQL fails some of several that upsert at once.
 *
 * @returns the jobs whose schedulers were put in place.
 */
export async function keepTimetable(
  jobs: Jobs,
  pool: Pick<Pool, 'connect'>,
  rows: readonly TimetableRow[],
): Promise<JobName[]> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockKey]);
    const put = await makeEqual(jobs, rows);
    await client.query('COMMIT');
    broken = false;
    return put;
  } finally {
    client.release(broken); // Ended by an error, the connection goes and the lock with it.
  }
}

async function makeEqual(jobs: Jobs, rows: readonly TimetableRow[]): Promise<JobName[]> {
  const queue = jobs.timetableQueue;
  const there = new Map((await queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
  for (const key of there.keys()) {
    if (!rows.some(({ job }) => job === key)) await queue.removeJobScheduler(key);
  }
  const put: JobName[] = [];
  for (const { job, cron, timeZone } of rows) {
    const found = there.get(job);
    if (found?.pattern === cron && found.tz === timeZone && !isOverdue(found.next)) continue;
    await persist(() =>
      queue.upsertJobScheduler(job, { pattern: cron, tz: timeZone }, { name: job, data: {}, opts: leavingNothing }),
    );
    put.push(job);
  }
  return put;
}

/** A scheduler makes its next job when the last one starts, so one whose moment is long past has lost its job. */
const overdueMs = 90_000;
const isOverdue = (next: number | undefined): boolean => next === undefined || next < Date.now() - overdueMs;
