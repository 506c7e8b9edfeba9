import {
  createPostgresBackend,
  Queue,
  runMigrations,
  withBackend,
  Worker,
  type Job,
  type JobSchedulerJson,
  type JobsOptions,
  type PostgresPoolConfig,
  type RepeatOptions,
} from 'bullmq';
import pg from 'pg';
import type { QueueName } from './job-table.js';

/** What we use of a BullMQ queue, whichever database is behind it. */
export type JobQueue = {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  getJobState(jobId: string): Promise<string>;
  getJobCounts(...types: ('waiting' | 'active' | 'delayed')[]): Promise<Record<string, number>>;
  obliterate(options: { force: boolean }): Promise<void>;
  resume(): Promise<void>;
  upsertJobScheduler(
    id: string,
    repeat: Omit<RepeatOptions, 'key'>,
    template: { name: string; data: unknown; opts: JobsOptions },
  ): Promise<unknown>;
  getJobSchedulers(): Promise<JobSchedulerJson<unknown>[]>;
  removeJobScheduler(id: string): Promise<boolean>;
  waitUntilReady(): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** What we use of a BullMQ worker. */
export type JobWorker = {
  waitUntilReady(): Promise<void>;
  /** Takes no more jobs, and resolves when those that are running have ended. */
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export type WorkerSettings = {
  readonly concurrency: number;
  /** For how long a job is ours without a sign of life: a killed worker's jobs are taken up again after this and a bit. */
  readonly lockDurationMs: number;
};

/** Where BullMQ keeps its queues. */
export type Backend = {
  queue(name: QueueName): JobQueue;
  worker(name: QueueName, work: (job: Job<unknown, void>) => Promise<void>, settings: WorkerSettings): JobWorker;
  close(): Promise<void>;
};

/** A job leaves nothing behind, done or failed: an id that stayed would stand in the way of the next job of that id. */
export const leavingNothing = { removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ's events are for looking only; nothing of ours listens, so few are kept. */
const streams = { events: { maxLen: 256 } };

const workerOptions = ({ concurrency, lockDurationMs }: WorkerSettings) => ({
  concurrency,
  lockDuration: lockDurationMs,
  // A stalled job is marked on one pass and taken up on the next.
  stalledInterval: Math.ceil(lockDurationMs / 2),
  // However often its worker dies, a job is not given up: the sweep would bring it back in a minute anyway.
  maxStalledCount: 1_000_000,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
});

/** The schema of BullMQ's own tables. The service role makes and owns it. */
const jobsSchema = 'jobs';

/**
 * Queues in PostgreSQL. A lost queue is allowed, so its commits wait for no disk.
 *
 * BullMQ's tables are brought up to date here, by its own migrations under its own lock.
 */
export async function postgresBackend(url: string): Promise<Backend> {
  await prepareJobsSchema(url);
  const classes = withBackend(createPostgresBackend);
  const connection = (max: number): PostgresPoolConfig => ({
    connectionString: url,
    application_name: 'waymark jobs',
    options: '-c synchronous_commit=off',
    schema: jobsSchema,
    max,
  });
  return {
    queue: (name) => new classes.Queue<unknown, void>(name, { connection: connection(2), streams }),
    worker: (name, work, settings) =>
      new classes.Worker<unknown, void>(name, work, { connection: connection(3), ...workerOptions(settings) }),
    close: () => Promise.resolve(),
  };
}

async function prepareJobsSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'waymark jobs' });
  await client.connect();
  try {
    await runMigrations(client, jobsSchema);
  } finally {
    await client.end();
  }
}

/** Queues in Redis. Its client is loaded only here, for those who have a Redis. */
export async function redisBackend(url: string): Promise<Backend> {
  const { Redis } = await import('ioredis');
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  // Without a listener an error of the connection would end the process; queues and workers report it as well.
  connection.on('error', () => undefined);
  const prefix = 'waymark';
  return {
    queue: (name) => new Queue<unknown, void>(name, { connection, prefix, streams }),
    worker: (name, work, settings) =>
      new Worker<unknown, void>(name, work, { connection, prefix, ...workerOptions(settings) }),
    close: async () => {
      await connection.quit().catch(() => connection.disconnect());
    },
  };
}
