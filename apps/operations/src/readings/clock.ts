import type { Pool } from 'pg';
import type { Instant } from '#event-sourcing';
import { isFarAhead, jobNames, sweeps, type ClockKeeping } from '#jobs';
import type { Sample } from '#metrics';
import { londonDay, type Editions } from '#procedure';

/** Whether the clock goes: when each sweep last looked, and how many workers are alive. */
export async function aboutClock(keeping: Pick<ClockKeeping, 'health' | 'sweptTo'>, now: Instant): Promise<Sample[]> {
  const { workers } = await keeping.health(now);
  const lags = await Promise.all(
    sweeps.map(async (sweep): Promise<Sample> => {
      const sweptTo = await keeping.sweptTo(sweep);
      const isKnown = sweptTo !== null && !isFarAhead(sweptTo, now);
      const behindMs = isKnown ? Math.max(0, Date.parse(now) - Date.parse(sweptTo)) : Infinity;
      return { name: 'waymark_sweep_lag_seconds', labels: { sweep }, value: behindMs / 1_000 };
    }),
  );
  return [...lags, { name: 'waymark_workers', labels: {}, value: workers.length }];
}

/** The jobs that failed within the last hour, by name. */
export async function aboutFailedJobs(pool: Pick<Pool, 'query'>): Promise<Sample[]> {
  const { rows } = await pool.query<{ name: string; failed: number }>(
    `SELECT name, count(*)::int AS failed FROM clock.failed_job WHERE failed_at > now() - interval '1 hour' GROUP BY name`,
  );
  const failed = new Map(rows.map((row) => [row.name, row.failed]));
  return jobNames.map((job) => ({ name: 'waymark_failed_jobs', labels: { job }, value: failed.get(job) ?? 0 }));
}

export const aboutEditions = (editions: Editions, now: Instant): Sample => ({
  name: 'waymark_editions_in_force',
  labels: {},
  value: editions.inForceOn(londonDay(now)) === null ? 0 : 1,
});
