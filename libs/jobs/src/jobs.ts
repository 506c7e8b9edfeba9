import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import type { Pool } from 'pg';
import { newId, type Id } from '#event-sourcing';
import { correlated, following } from '#tracing';
import {
  leavingNothing,
  postgresBackend,
  redisBackend,
  type Backend,
  type JobQueue,
  type JobWorker,
} from './backends.js';
import { NeedsLaterVersion } from '#event-sourcing';
import { FailedJobs } from './failed-jobs.js';
import { withoutPersonalData, type Logger } from '#logging';
import { noMeter, stopwatch, type Meter } from '#metrics';
import { workOf, type AnyJobHandler, type Work } from './job-handler.js';
import { persist } from './persist.js';
import { carriedBy, queueNames, readyJob, type NewJob, type QueueName, type ReadyJob } from './job-table.js';

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
  /** Told what comes of each job. */
  readonly meter?: Meter;
};

export type JobCounts = { readonly waiting: number; readonly active: number; readonly scheduled: number };

type Carried = { readonly payload: unknown; readonly correlationId: Id };

/** What a worker of a later version has to do waits a little for one, and not for ever: there may be none. */
const leftForMs = 5_000;
const leftAtMostMs = 60 * 60 * 1_000;

/** How long closing by force may take. */
const forcedWithinMs = 1_000;
/** By when every connection has noticed that Redis is away, or is back. */
const noticedWithinMs = 1_000;

/** How many jobs of a queue a worker does at once: enough that commits go together and nobody waits for each other's. */
export const jobsAtOnce: Record<QueueName, number> = { clock: 32, post: 5 };

/**
 * The queues. They only wake us up: a job may be lost, or done twice, and the same is raised and handed over, because
 * what is due is worked out anew by every sweep. Nothing waits in here and nothing is tried again from here.
 */
export class Jobs {
  readonly failed: FailedJobs;
  private readonly queues: ReadonlyMap<QueueName, JobQueue>;
  private workers: JobWorker[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private closed: Promise<void> | undefined;
  private readonly left = new Set<string>();

  private constructor(
    private readonly backend: Backend,
    private readonly options: JobsOptions,
  ) {
    this.failed = new FailedJobs(options.pool);
    this.queues = new Map(queueNames.map((name) => [name, this.watched(backend.queue(name), name)]));
  }

  /**
   * Opens the queues for adding; `process` begins to work on them.
   *
   * @throws {RedisUnusable} when they are in a Redis that can't be used.
   */
  static async open(options: JobsOptions): Promise<Jobs> {
    const backend =
      'postgresUrl' in options.queues
        ? await postgresBackend(options.queues.postgresUrl)
        : await redisBackend(options.queues.redisUrl, options.log);
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
      for (const [first, ...more] of byTrace(here)) {
        const add = () => this.addTo(this.queueNamed(queueName), [first, ...more]);
        await (first.because ? following(first.because, add) : add());
      }
    }
  }

  /** Begins to work. @throws {Error} when a job of the table has no handler, or two. */
  async process(handlers: readonly AnyJobHandler[]): Promise<void> {
    const work = workOf(handlers);
    const settings = { lockDurationMs: this.options.lockDurationMs ?? 5_000 };
    this.workers = queueNames.map((name) => {
      const worker = this.backend.worker(name, (job) => this.track(this.run(job, work)), {
        ...settings,
        concurrency: jobsAtOnce[name],
      });
      return this.watched(worker, name);
    });
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** How many jobs wait for a worker, are being done, or stand in the timetable. */
  async counts(): Promise<JobCounts> {
    const all = [...(await this.countsByQueue()).values()];
    const sum = (state: keyof JobCounts): number => all.reduce((total, counts) => total + counts[state], 0);
    return { waiting: sum('waiting'), active: sum('active'), scheduled: sum('scheduled') };
  }

  /** The same of each queue. */
  async countsByQueue(): Promise<ReadonlyMap<QueueName, JobCounts>> {
    const counted = [...this.queues].map(async ([name, queue]) => {
      const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed');
      return [name, { waiting, active, scheduled: delayed }] as const;
    });
    return new Map(await Promise.all(counted));
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

  /** All queues, for whoever looks at them. */
  get all(): readonly JobQueue[] {
    return [...this.queues.values()];
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
    // A worker whose Redis is away would wait for its return to say that its jobs are done.
    const closeWorkers = (force = false) => Promise.all(this.workers.map((worker) => worker.close(force)));
    const finished = this.backend.isAway() ? Promise.all(this.running) : closeWorkers();
    if (!(await inTime(finished, drainMs))) {
      this.stopping.abort();
      // A job that heeds no signal is left as it is: its lock runs out, and another worker takes it up.
      await inTime(finished, drainMs);
    }
    if (this.backend.isAway()) await inTime(closeWorkers(true), forcedWithinMs);
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.backend.close();
  }

  private async addTo(queue: JobQueue, ready: readonly ReadyJob[]): Promise<void> {
    const asksAgain = ready.some(({ whileRunning }) => whileRunning === 'again');
    const running = new Set(asksAgain ? await queue.getRanges(['active'], 0, -1) : []);
    await queue.addBulk(
      ready.map((job) => ({
        name: job.name,
        data: job.data,
        opts: { jobId: freeId(running, job), ...leavingNothing },
      })),
    );
  }

  /** Knows of a job for as long as it runs. */
  private track(run: Promise<void>): Promise<void> {
    const ended = run.catch(() => undefined).finally(() => this.running.delete(ended));
    this.running.add(ended);
    return run;
  }

  /** Does a job under the id of what it was added for; one of the timetable's has an id of its own. */
  private run(job: Job<unknown, void>, work: Work): Promise<void> {
    const { payload, correlationId } = carriedBy(job.data);
    const under = correlationId ?? newId();
    return correlated(under, () => this.carryOut(job, { payload, correlationId: under }, work));
  }

  private async carryOut(job: Job<unknown, void>, { payload, correlationId }: Carried, work: Work): Promise<void> {
    const elapsed = stopwatch();
    const { meter = noMeter } = this.options;
    const tell = (outcome: 'done' | 'failed' | 'stopped'): void => {
      meter.count('waymark_jobs_done_total', { job: job.name, outcome });
      meter.observe('waymark_job_duration_seconds', { job: job.name }, elapsed());
    };
    try {
      await work(job.name, payload, this.stopping.signal);
      tell('done');
      const durationMs = Math.round(elapsed() * 1_000);
      this.options.log.debug({ job: job.name, jobId: job.id, durationMs }, 'A job was done.');
    } catch (error) {
      if (error instanceof NeedsLaterVersion && Date.now() - job.timestamp < leftAtMostMs) {
        await this.leaveToLaterVersion(job, error);
        throw new DelayedError();
      }
      tell(this.stopping.signal.aborted ? 'stopped' : 'failed');
      if (this.stopping.signal.aborted) throw new UnrecoverableError('The worker was stopping.');
      const failure = withoutPersonalData(error);
      this.options.log.error({ job: job.name, jobId: job.id, ...failure }, 'A job failed.');
      await this.failed.note(job.name, payload, error, correlationId).catch((trouble: unknown) => {
        this.options.log.error({ job: job.name, ...withoutPersonalData(trouble) }, 'A failure could not be noted.');
      });
      // BullMQ stores and publishes the message of what is thrown, so it gets one that quotes nothing.
      throw new UnrecoverableError(`${failure.errorClass}: ${failure.message}`);
    }
  }

  /** Puts a job back, for whichever worker is free in a moment, and says so once for each name. */
  private async leaveToLaterVersion(job: Job<unknown, void>, error: NeedsLaterVersion): Promise<void> {
    await job.moveToDelayed(Date.now() + leftForMs, job.token);
    if (this.left.has(job.name)) return;
    this.left.add(job.name);
    this.options.log.warn({ job: job.name, ...withoutPersonalData(error) }, 'A job waits for a later version.');
  }

  private queueNamed(name: QueueName): JobQueue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`There is no queue called ${name}.`);
    return queue;
  }

  /**
   * Trouble with the connection is BullMQ's to overcome; it is logged, and must not end the process. That Redis is away is
   * said by itself, and each connection notices it for itself: a moment before the one by which it is told, or after it.
   */
  private watched<T extends Pick<JobQueue, 'on'>>(source: T, queue: QueueName): T {
    source.on('error', (error) => {
      const tell = () => {
        if (this.backend.wasAwayWithin(2 * noticedWithinMs)) return;
        this.options.log.warn({ queue, ...withoutPersonalData(error) }, 'The queue reports trouble.');
      };
      setTimeout(tell, noticedWithinMs).unref();
    });
    return source;
  }
}

/**
 * The id to add a job by. Where the id is that of a running job, adding would do nothing, and what runs may have looked
 * before there was anything to find; so a further id is taken. One that is waiting can only start after this moment.
 */
function freeId(running: ReadonlySet<string>, { id, whileRunning }: ReadyJob): string {
  let free = id;
  if (whileRunning === 'enough') return free;
  for (let again = 1; running.has(free); again += 1) free = `${id}-again-${again}`;
  return free;
}

/** Jobs that are added at once: those in one trace, or in none that is recorded. */
function byTrace(ready: readonly ReadyJob[]): (readonly [ReadyJob, ...ReadyJob[]])[] {
  const groups = new Map<string | undefined, [ReadyJob, ...ReadyJob[]]>();
  for (const job of ready) {
    const group = groups.get(job.because?.traceparent);
    if (group) group.push(job);
    else groups.set(job.because?.traceparent, [job]);
  }
  return [...groups.values()];
}

/** Whether something ended within this time. */
async function inTime(something: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => (timer = setTimeout(resolve, timeoutMs, false)));
  const ended = await Promise.race([something.then(() => true), timeout]);
  clearTimeout(timer);
  return ended;
}
