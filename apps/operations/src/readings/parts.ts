import type { Pool } from 'pg';
import { waymarkVersion } from '#config';
import type { EventStore } from '#event-sourcing';
import type { Jobs } from '#jobs';
import type { Sample } from '#metrics';

type Part = 'database' | 'log' | 'jobs';

/** What is known without asking anybody. */
export const aboutProcess = (): Sample => ({
  name: 'waymark_build_info',
  labels: { version: waymarkVersion(), node: process.versions.node },
  value: 1,
});

/** Whether a part answers, by something that asks it. */
export const up = (part: Part, is: boolean): Sample => ({
  name: 'waymark_up',
  labels: { part },
  value: is ? 1 : 0,
});

/** How far the database's clock is ahead of ours, measured from the middle of the question. */
export async function aboutDatabase(pool: Pick<Pool, 'query'>): Promise<Sample[]> {
  const before = Date.now();
  const { rows } = await pool.query<{ ms: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
  );
  const here = (before + Date.now()) / 2;
  const value = ((rows[0]?.ms ?? here) - here) / 1_000;
  return [up('database', true), { name: 'waymark_database_clock_offset_seconds', labels: {}, value }];
}

export async function aboutLog(store: Pick<EventStore, 'head'>): Promise<Sample[]> {
  const head = await store.head();
  return [up('log', true), { name: 'waymark_log_head', labels: {}, value: Number(head) }];
}

export async function aboutJobs(jobs: Pick<Jobs, 'countsByQueue'>): Promise<Sample[]> {
  const counts = await jobs.countsByQueue();
  const samples = [...counts].flatMap(([queue, states]) =>
    Object.entries(states).map(([state, value]): Sample => ({ name: 'waymark_jobs', labels: { queue, state }, value })),
  );
  return [up('jobs', true), ...samples];
}
