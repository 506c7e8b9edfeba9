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
import { redisPlace } from '#config';
import type { Logger } from '#logging';
import type { QueueName } from './job-table.js';
import type { RedisClient } from './redis-client.js';
import { lookAtRedis } from './redis-look.js';
import { telemetry } from './telemetry.js';

/** What we use of a BullMQ queue, whichever database is behind it. */
export type JobQueue = {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  /** The ids of the jobs in a state, from one place in its list to another; -1 is the last. BullMQ's default is two jobs. */
  getRanges(types: 'active'[], start: number, end: number): Promise<string[]>;
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
  /** Takes no more jobs, and resolves when those that are running have ended; by force, it waits for nothing. */
  close(force?: boolean): Promise<void>;
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
  /** Whether it is known that nothing can be asked of the queues now; it has been said then, once. */
  isAway(): boolean;
  /** Whether it is so now, or was until so many milliseconds ago. */
  wasAwayWithin(ms: number): boolean;
  close(): Promise<void>;
};

/** A job leaves nothing behind, done or failed: an id that stayed would stand in the way of the next job of that id. */
export const leavingNothing = { removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ's events are for looking only; nothing of ours listens, so few are kept. */
const streams = { events: { maxLen: 256 } };

const workerOptions = ({ concurrency, lockDurationMs }: WorkerSettings) => ({
  concurrency,
  telemetry,
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
    keepAlive: true,
    schema: jobsSchema,
    max,
  });
  return {
    queue: (name) => new classes.Queue<unknown, void>(name, { connection: connection(2), streams, telemetry }),
    worker: (name, work, settings) =>
      new classes.Worker<unknown, void>(name, work, { connection: connection(3), ...workerOptions(settings) }),
    isAway: () => false,
    wasAwayWithin: () => false,
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

/** All keys are in one slot of a cluster: a script of BullMQ touches several at once. */
const redisPrefix = '{waymark}';

/**
 * Queues in Redis. Its client is loaded only here, for those who have a Redis. While Redis is away, whatever is asked of a
 * queue fails at once, and workers wait.
 *
 * @throws {RedisUnusable} when it can't be used as it is named, or as it is.
 */
export async function redisBackend(url: string, log: Logger): Promise<Backend> {
  const { warnings } = await lookAtRedis(url);
  for (const { sentence, mend } of warnings) log.warn(`${sentence} ${mend}`);
  const { redisClient } = await import('./redis-client.js');
  const place = redisPlace(url);
  const asking = redisClient(place, 'asking');
  const presence = watchPresence(asking, log);
  let working: RedisClient | undefined;
  const forWorkers = (): RedisClient => {
    if (!working) {
      working = redisClient(place, 'working');
      // Without a listener an error of the connection would end the process; its worker reports it as well.
      working.on('error', () => undefined);
    }
    return working;
  };
  return {
    queue: (name) => new Queue<unknown, void>(name, { connection: asking, prefix: redisPrefix, streams, telemetry }),
    worker: (name, work, settings) =>
      new Worker<unknown, void>(name, work, {
        connection: forWorkers(),
        prefix: redisPrefix,
        ...workerOptions(settings),
      }),
    isAway: () => presence.isAway(),
    wasAwayWithin: (ms) => presence.wasAwayWithin(ms),
    close: () => {
      presence.stop();
      for (const client of [asking, working]) client?.disconnect();
      return Promise.resolve();
    },
  };
}

/** Says once when Redis goes away, and when it is back. */
function watchPresence(client: RedisClient, log: Logger): Pick<Backend, 'isAway' | 'wasAwayWithin'> & { stop(): void } {
  let [isAway, stopped] = [false, false];
  let backAt = -Infinity;
  client.on('error', () => undefined);
  client.on('close', () => {
    if (isAway || stopped) return;
    isAway = true;
    log.warn('Redis is away: no job is added or done. When it is back, the sweeps find what is due.');
  });
  client.on('ready', () => {
    if (isAway) {
      log.info('Redis is back.');
      backAt = performance.now();
    }
    isAway = false;
  });
  return {
    isAway: () => isAway,
    wasAwayWithin: (ms) => isAway || performance.now() - backAt < ms,
    stop: () => (stopped = true),
  };
}
