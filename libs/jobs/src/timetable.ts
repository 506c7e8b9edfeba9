import type { Pool } from 'pg';
import { inTransaction } from '#database';
import { leavingNothing } from './backends.js';
import type { JobName } from './job-table.js';
import type { Jobs } from './jobs.js';
import { persist } from './persist.js';

/** A job that comes again and again, by the clock on the wall of a place. */
export type TimetableRow = { readonly job: JobName; readonly cron: string; readonly timeZone: string };

export type Timetable = {
  readonly rows: readonly TimetableRow[];
  /** The names of jobs that earlier versions had in theirs, and that are to go. */
  readonly retired: readonly string[];
};

const lockKey = 'waymark.timetable';

/**
 * Makes the queue's schedulers equal to the timetable: missing, changed and overdue ones are put in place, retired ones are
 * removed. One that is unknown stays: while an upgrade is under way, a worker of the later version has put it there. One
 * process at a time does it, because PostgreSQL fails some of several that upsert at once.
 *
 * @returns the jobs whose schedulers were put in place.
 */
export async function keepTimetable(jobs: Jobs, pool: Pick<Pool, 'connect'>, timetable: Timetable): Promise<JobName[]> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockKey]);
    return makeEqual(jobs, timetable);
  });
}

async function makeEqual(jobs: Jobs, { rows, retired }: Timetable): Promise<JobName[]> {
  const queue = jobs.timetableQueue;
  const there = new Map((await queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
  for (const key of retired) if (there.has(key)) await queue.removeJobScheduler(key);
  const put: JobName[] = [];
  for (const { job, cron, timeZone } of rows) {
    const found = there.get(job);
    if (found?.pattern === cron && found.tz === timeZone && !isOverdue(found.next)) continue;
    await persist(() =>
      queue.upsertJobScheduler(
        job,
        { pattern: cron, tz: timeZone },
        { name: job, data: {}, opts: { ...leavingNothing, telemetry: ownTrace } },
      ),
    );
    put.push(job);
  }
  return put;
}

/** The next tick is added while another job is done, and has nothing to do with its trace. */
const ownTrace = { omitContext: true };

/** A scheduler makes its next job when the last one starts, so one whose moment is long past has lost its job. */
const overdueMs = 90_000;
const isOverdue = (next: number | undefined): boolean => next === undefined || next < Date.now() - overdueMs;
