import { UnrecoverableError, type Job } from 'bullmq';
import type { Pool } from 'pg';

import {
  leavingNothing,
  postgresBackend,
  redisBackend,
  type Backend,
  type JobQueue,
  type JobWorker,
} from './backends.js';
import { FailedJobs } from './failed-jobs.js';
import { withoutPersonalData, type Logger } from '#logging';
import { workOf, type AnyJobHandler, type Work } from './job-handler.js';
import { persist } from './persist.js';
import { queueNames, readyJob, type NewJob, type QueueName, type ReadyJob } from './job-table.js';

export type JobsOptions = {
  /** Where failures are noted. */
  readonly pool: Pick<Pool, 'query'>;
  /** Where the queues are: PostgreSQL as the service role, or Redis. */
  readonly queues: { readonly postgresUrl: string } | { readonly redisUrl: string };
  readonly log: Logger;
  /** For how long a killed worker's job is still taken for running. */
  readonly lockDurationMs?: number;
  /** How long closing waits for the jobs that are running before it tells them to stop. */
  readonly drainMs?: number;
};

export type JobCounts = { readonly waiting: number; readonly active: number; readonly scheduled: number };

const concurrency: Record<QueueName, number> = { clock: 4, post: 5 };

/**
 * The queues. They only wake us up: a job may be lost, or done twice, and the same is raised and handed over, because
 * what is due is worked out anew by every sweep. Nothing waits in here and nothing is tried again from here.
 */
export class Jobs {
  readonly failed: FailedJobs;
  private readonly queues: ReadonlyMap<QueueName, JobQueue>;
  private workers: JobWorker[] = [];
  private readonly stopping = new AbortController();
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly backend: Backend,
    private readonly options: JobsOptions,
  ) {
    this.failed = new FailedJobs(options.pool);
    this.queues = new Map(queueNames.map((name) => [name, this.watched(backend.queue(name), name)]));
  }

  /** Opens the queues for adding; `process` begins to work on them. */
  static async open(options: JobsOptions): Promise<Jobs> {
    const backend =
      'postgresUrl' in options.queues
        ? await postgresBackend(options.queues.postgresUrl)
        : await redisBackend(options.queues.redisUrl);
    const jobs = new Jobs(backend, options);
    await Promise.all([...jobs.queues.values()].map((queue) => queue.waitUntilReady()));
    return jobs;
  }

  /** Adds a job. Where it says `again` in the table, a run of it begins after this call, whatever is running now. */
  async add<N extends NewJob['name']>(name: N, payload: Extract<NewJob, { name: N }>['payload']): Promise<void> {
    await this.addMany([{ name, payload } as NewJob]);
  }

  /** Adds jobs. Of several with one id that is waiting, there is one. */
  async addMany(jobs: readonly NewJob[]): Promise<void> {
    const ready = jobs.map(readyJob);
    for (const queueName of queueNames) {
      const here = ready.filter(({ queue }) => queue === queueName);
      if (here.length > 0) await this.addTo(this.queueNamed(queueName), here);
    }
  }

  /** Begins to work. @throws {Error} when a job of the table has no handler, or two. */
  async process(handlers: readonly AnyJobHandler[]): Promise<void> {
    const work = workOf(handlers);
    const settings = { lockDurationMs: this.options.lockDurationMs ?? 5_000 };
    this.workers = queueNames.map((name) => {
      const worker = this.backend.worker(name, (job) => this.run(job, work), {
        ...settings,
        concurrency: concurrency[name],
      });
      return this.watched(worker, name);
    });
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** How many jobs wait for a worker, are being done, or stand in the timetable. */
  async counts(): Promise<JobCounts> {
    const all = await Promise.all(
      [...this.queues.values()].map((queue) => queue.getJobCounts('waiting', 'active', 'delayed')),
    );
    const sum = (state: string): number => all.reduce((total, counts) => total + (counts[state] ?? 0), 0);
    return { waiting: sum('waiting'), active: sum('active'), scheduled: sum('delayed') };
  }

  /** Throws away everything that is queued, the timetable as well: for tests, and for operators whose queue is sick. */
  async empty(): Promise<void> {
    for (const queue of this.queues.values()) {
      try {
        await persist(() => queue.obliterate({ force: true }));
      } finally {
        // Emptying begins with a pause, and a queue that stayed paused would wait for nobody in silence.
        await persist(() => queue.resume());
      }
    }
  }

  /** The queue in which the timetable's jobs are. */
  get timetableQueue(): JobQueue {
    return this.queueNamed('clock');
  }

  /** Takes no more jobs, lets those that are running finish for a few seconds, then tells them to stop. */
  close(): Promise<void> {
    return (this.closed ??= this.shut());
  }

  private async shut(): Promise<void> {
    const drainMs = this.options.drainMs ?? 5_000;
    const finished = Promise.all(this.workers.map((worker) => worker.close()));
    if (!(await inTime(finished, drainMs))) {
      this.stopping.abort();
      // A job that heeds no signal is left as it is: its lock runs out, and another worker takes it up.
      await inTime(finished, drainMs);
    }
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.backend.close();
  }

  private async addTo(queue: JobQueue, ready: readonly ReadyJob[]): Promise<void> {
    const jobs = await Promise.all(
      ready.map(async (job) => ({
        name: job.name,
        data: job.data,
        opts: { jobId: await freeId(queue, job), ...leavingNothing },
      })),
    );
    await queue.addBulk(jobs);
  }

  private async run(job: Job<unknown, void>, work: Work): Promise<void> {
    try {
      await work(job.name, job.data, this.stopping.signal);
    } catch (error) {
      if (this.stopping.signal.aborted) throw new UnrecoverableError('The worker was stopping.');
      const failure = withoutPersonalData(error);
      this.options.log.error({ job: job.name, jobId: job.id, ...failure }, 'A job failed.');
      await this.failed.note(job.name, job.data, error).catch((trouble: unknown) => {
        this.options.log.error({ job: job.name, ...withoutPersonalData(trouble) }, 'A failure could not be noted.');
      });
      // BullMQ stores and publishes the message of what is thrown, so it gets one that quotes nothing.
      throw new UnrecoverableError(`${failure.errorClass}: ${failure.message}`);
    }
  }

  private queueNamed(name: QueueName): JobQueue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`There is no queue called ${name}.`);
    return queue;
  }

  /** Trouble with the connection is BullMQ's to overcome; it is logged, and must not end the process. */
  private watched<T extends Pick<JobQueue, 'on'>>(source: T, queue: QueueName): T {
    source.on('error', (error) => {
      this.options.log.warn({ queue, ...withoutPersonalData(error) }, 'The queue reports trouble.');
    });
    return source;
  }
}

/**
 * The id to add a job by. Where the id is that of a running job, adding would do nothing, and what runs may have looked
 * before there was anything to find; so a further id is taken. One that is waiting can only start after this moment.
 */
async function freeId(queue: JobQueue, { id, whileRunning }: ReadyJob): Promise<string> {
  let free = id;
  if (whileRunning === 'enough') return free;
  for (let again = 1; (await queue.getJobState(free)) === 'active'; again += 1) free = `${id}-again-${again}`;
  return free;
}

/** Whether something ended within this time. */
async function inTime(something: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => (timer = setTimeout(resolve, timeoutMs, false)));
  const ended = await Promise.race([something.then(() => true), timeout]);
  clearTimeout(timer);
  return ended;
}
