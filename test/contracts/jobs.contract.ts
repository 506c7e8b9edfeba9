import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { idFrom, type Id } from '#event-sourcing';
import { jobNames, jobsMigrations, keepTimetable, Jobs, type AnyJobHandler, type JobName, type Payload } from '#jobs';
import { noMeter, type Meter } from '#metrics';
import { createLogger } from '#logging';
import { correlated, correlationNow, inSpan, traceNow } from '#tracing';
import { freshDatabase, type FreshDatabase } from '../support/index.js';
import { recordingSpans } from '../support/recording.js';

export type Queues = {
  readonly queues: (fresh: FreshDatabase) => Parameters<typeof Jobs.open>[0]['queues'];
  /** JavaScript of the options of a bare BullMQ worker on the same queues, as an expression. */
  readonly bareWorker: (fresh: FreshDatabase) => string;
};

type Doings = Partial<Record<JobName, (payload: never, signal: AbortSignal) => Promise<void>>>;

const siteId = idFrom('site');
const letterId = idFrom('letter');
const steps = { kind: 'attendance-check', siteId, on: '2026-11-23', session: 'am', step: 'chase' } as const;
const rows = [
  { job: 'sweep-duties', cron: '* * * * *', timeZone: 'Europe/London' },
  { job: 'recompute-wakes', cron: '30 2 * * *', timeZone: 'Europe/London' },
] as const;
const timetable = { rows, retired: [] };

/** What our jobs do, whichever database the queues are in. */
export function jobsContract({ queues, bareWorker }: Queues): void {
  let fresh: FreshDatabase;
  const opened: Jobs[] = [];
  beforeAll(async () => (fresh = await freshDatabase({ migrations: [jobsMigrations] })));
  afterAll(() => fresh.drop());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
    const sweeper = await open();
    await sweeper.empty();
    await sweeper.close();
  });

  const pool = () => fresh.database.pool('jobs');
  async function open(drainMs = 5_000, meter: Meter = noMeter): Promise<Jobs> {
    const log = createLogger('test', 'silent');
    const jobs = await Jobs.open({ pool: pool(), queues: queues(fresh), log, lockDurationMs: 300, drainMs, meter });
    opened.push(jobs);
    return jobs;
  }

  it('does a job with what it carries, and keeps nothing of it', async () => {
    const jobs = await open();
    const done = signpost<{ letterId: Id }>();
    await jobs.process(handlers({ 'hand-over-letter': async (payload) => done.reach(payload) }));
    await jobs.add('hand-over-letter', { letterId });
    expect(await done.reached).toEqual({ letterId });
    await settled(jobs);

    const again = signpost();
    const other = await open();
    await jobs.close();
    await other.process(handlers({ 'hand-over-letter': async () => again.reach() }));
    await other.add('hand-over-letter', { letterId });
    await again.reached;
  });

  it('does a job under the id of what it was added for, its failure too; and one of the timetable’s under its own', async () => {
    const jobs = await open();
    const request = idFrom('request');
    const under: (Id | undefined)[] = [];
    const fail = async () => {
      under.push(correlationNow());
      throw new Error('It failed.');
    };
    await jobs.process(handlers({ 'hand-over-letter': fail, 'sweep-duties': fail }));
    await correlated(request, () => jobs.add('hand-over-letter', { letterId }));
    await settled(jobs);
    await jobs.add('sweep-duties', {});
    await settled(jobs);
    expect(under).toEqual([request, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(under[1]).not.toBe(request);
    const failed = (await jobs.failed.latest())
      .slice(0, 2)
      .map(({ payload, correlationId }) => ({ payload, correlationId }));
    expect(failed).toEqual([
      { payload: {}, correlationId: under[1] },
      { payload: { letterId }, correlationId: request },
    ]);
  });

  it('does a job in the trace in which it was added, and each one of the timetable in its own', async () => {
    const stop = recordingSpans();
    try {
      const jobs = await open();
      const traces: (string | undefined)[] = [];
      const third = signpost();
      const note = async () => {
        traces.push(traceNow());
        if (traces.length === 3) third.reach();
      };
      await jobs.process(handlers({ 'hand-over-letter': note, 'sweep-duties': note }));
      let adding: string | undefined;
      await inSpan('add', {}, async () => {
        adding = traceNow();
        await jobs.add('hand-over-letter', { letterId });
      });
      await settled(jobs);
      expect(traces).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
      expect(traces).toEqual([adding]);
      const eachSecond = { job: 'sweep-duties', cron: '* * * * * *', timeZone: 'Europe/London' } as const;
      await keepTimetable(jobs, pool(), { rows: [eachSecond], retired: [] });
      await third.reached;
      expect(new Set(traces).size).toBe(3);
    } finally {
      stop();
    }
  });

  it('has one job of an id, however often it is added before its turn', async () => {
    const jobs = await open();
    const three = [1, 2, 3].map(() => ({ name: 'take-steps', payload: steps }) as const);
    await jobs.addMany(three);
    await jobs.add('take-steps', steps);
    expect(await jobs.counts()).toEqual({ waiting: 1, active: 0, scheduled: 0 });
    let times = 0;
    await jobs.process(handlers({ 'take-steps': async () => void (times += 1) }));
    await settled(jobs);
    expect(times).toBe(1);
  });

  it('does a job again that was added while it ran, because it may have looked too early', async () => {
    const jobs = await open();
    const began = signpost();
    const twice = signpost();
    const go = signpost();
    let times = 0;
    const takeSteps = async () => {
      times += 1;
      if (times === 2) twice.reach();
      began.reach();
      await go.reached;
    };
    await jobs.process(handlers({ 'take-steps': takeSteps }));
    await jobs.add('take-steps', steps);
    await began.reached;
    await jobs.add('take-steps', steps);
    go.reach();
    await twice.reached;
    await settled(jobs);
    expect(times).toBe(2);
  });

  it('does each of many jobs again that were added while all of them ran', async () => {
    const jobs = await open();
    const days = [1, 2, 3, 4, 5].map((day) => ({ ...steps, on: `2026-11-2${day}` }));
    const all = signpost();
    const go = signpost();
    const times = new Map<string, number>();
    const takeSteps = async (payload: Payload<'take-steps'>) => {
      const on = 'on' in payload ? payload.on : '';
      times.set(on, (times.get(on) ?? 0) + 1);
      if (times.size === days.length) all.reach();
      await go.reached;
    };
    await jobs.process(handlers({ 'take-steps': takeSteps }));
    await jobs.addMany(days.map((payload) => ({ name: 'take-steps', payload })));
    await all.reached;
    for (const payload of days) await jobs.add('take-steps', payload);
    go.reach();
    await settled(jobs);
    expect(Object.fromEntries(times)).toEqual(Object.fromEntries(days.map(({ on }) => [on, 2])));
  });

  it('does not hand over a letter again that is being handed over', async () => {
    const jobs = await open();
    const began = signpost();
    const go = signpost();
    let times = 0;
    const handOver = async () => {
      times += 1;
      began.reach();
      await go.reached;
    };
    await jobs.process(handlers({ 'hand-over-letter': handOver }));
    await jobs.add('hand-over-letter', { letterId });
    await began.reached;
    await jobs.add('hand-over-letter', { letterId });
    go.reach();
    await settled(jobs);
    expect(times).toBe(1);
  });

  it('counts what comes of each job, and how many wait in which queue', async () => {
    const counted: object[] = [];
    const count = (name: string, labels: object) => void counted.push({ name, ...labels });
    const jobs = await open(5_000, { count, observe: () => undefined });
    await jobs.add('hand-over-letter', { letterId });
    expect([...(await jobs.countsByQueue())]).toEqual([
      ['clock', { waiting: 0, active: 0, scheduled: 0 }],
      ['post', { waiting: 1, active: 0, scheduled: 0 }],
    ]);
    const fail = () => Promise.reject(new Error('It failed.'));
    await jobs.process(handlers({ 'hand-over-letter': fail, 'sweep-duties': () => Promise.resolve() }));
    await settled(jobs);
    await jobs.add('sweep-duties', {});
    await settled(jobs);
    const name = 'waymark_jobs_done_total';
    expect(counted).toEqual([
      { name, job: 'hand-over-letter', outcome: 'failed' },
      { name, job: 'sweep-duties', outcome: 'done' },
    ]);
  });

  it('notes a failure without what it quotes, and does not try again', async () => {
    const jobs = await open();
    let times = 0;
    const fail = async () => {
      times += 1;
      throw Object.assign(new Error('550 no such user: amira@home.example'), { code: 'EENVELOPE' });
    };
    await jobs.process(handlers({ 'hand-over-letter': fail }));
    await jobs.add('hand-over-letter', { letterId });
    await settled(jobs);
    const [failed] = await jobs.failed.latest();
    expect(failed).toMatchObject({ name: 'hand-over-letter', payload: { letterId }, errorClass: 'Error' });
    expect(failed?.message).toMatch(/^EENVELOPE at /);
    expect(times).toBe(1);

    await jobs.add('hand-over-letter', { letterId });
    await settled(jobs);
    expect(times).toBe(2);
  });

  it('goes on after everything has been thrown away', async () => {
    const jobs = await open();
    await jobs.addMany([{ name: 'take-steps', payload: steps }]);
    await keepTimetable(jobs, pool(), timetable);
    await jobs.empty();
    expect(await jobs.counts()).toEqual({ waiting: 0, active: 0, scheduled: 0 });

    const done = signpost();
    await jobs.process(handlers({ 'sweep-duties': async () => done.reach() }));
    await jobs.empty();
    await jobs.add('sweep-duties', { at: '2026-11-23T09:31:00.000Z' });
    await done.reached;
    await settled(jobs);
  });

  it('keeps the timetable: what is missing is put back, what has changed is changed, what is retired goes', async () => {
    const jobs = await open();
    expect(await keepTimetable(jobs, pool(), timetable)).toEqual(['sweep-duties', 'recompute-wakes']);
    expect(await keepTimetable(jobs, pool(), timetable)).toEqual([]);

    const later = rows.map((row) => (row.job === 'recompute-wakes' ? { ...row, cron: '45 2 * * *' } : row));
    expect(await keepTimetable(jobs, pool(), { rows: later, retired: [] })).toEqual(['recompute-wakes']);
    const schedulers = await jobs.timetableQueue.getJobSchedulers();
    expect(schedulers.map(({ key, pattern, tz }) => `${key} ${pattern} ${tz}`).sort()).toEqual([
      'recompute-wakes 45 2 * * * Europe/London',
      'sweep-duties * * * * * Europe/London',
    ]);
    expect(await keepTimetable(jobs, pool(), { rows: rows.slice(0, 1), retired: ['recompute-wakes'] })).toEqual([]);
    expect((await jobs.counts()).scheduled).toBe(1);

    await jobs.empty();
    expect(await keepTimetable(jobs, pool(), timetable)).toEqual(['sweep-duties', 'recompute-wakes']);
  });

  it('leaves in the timetable what it does not know, because a worker of a later version has put it there', async () => {
    const jobs = await open();
    await keepTimetable(jobs, pool(), timetable);
    expect(await keepTimetable(jobs, pool(), { rows: rows.slice(0, 1), retired: [] })).toEqual([]);
    expect((await jobs.counts()).scheduled).toBe(2);
  });

  it('leaves a job that it does not know to a worker of a later version, and takes that for no failure', async () => {
    const jobs = await open();
    await jobs.process(handlers({}));
    const before = await jobs.failed.latest();
    await jobs.timetableQueue.addBulk([
      { name: 'bake-cake', data: { on: '2026-11-23' }, opts: { jobId: 'bake-cake' } },
    ]);
    await settled(jobs);
    expect((await jobs.counts()).scheduled).toBe(1);
    expect(await jobs.failed.latest()).toEqual(before);
    await jobs.close();

    const baked = spawn(process.execPath, ['-e', bakingWorker(bareWorker(fresh))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [words] = (await once(baked.stdout, 'data')) as [Buffer];
    expect(words.toString()).toBe('bake-cake 2026-11-23');
    baked.kill('SIGKILL');
  }, 20_000);

  it('keeps the timetable when many processes start at once', async () => {
    const jobs = await open();
    const put = await Promise.all(Array.from({ length: 8 }, () => keepTimetable(jobs, pool(), timetable)));
    expect(put.flat().sort()).toEqual(['recompute-wakes', 'sweep-duties']);
    expect((await jobs.counts()).scheduled).toBe(2);
  });

  it('lets a running job finish when it closes, and leaves the rest to others', async () => {
    const jobs = await open();
    const began = signpost();
    const go = signpost();
    let finished = false;
    const handOver = async () => {
      began.reach();
      await go.reached;
      finished = true;
    };
    await jobs.process(handlers({ 'hand-over-letter': handOver }));
    await jobs.add('hand-over-letter', { letterId });
    await began.reached;
    const closing = jobs.close();
    const other = await open();
    await other.add('take-steps', steps);
    go.reach();
    await closing;
    expect(finished).toBe(true);
    expect(await other.counts()).toEqual({ waiting: 1, active: 0, scheduled: 0 });
  });

  it('tells a job to stop that takes too long to finish, and takes that for no failure', async () => {
    const jobs = await open(20);
    const began = signpost();
    const stopped = signpost();
    const handOver = async (_: unknown, signal: AbortSignal) => {
      began.reach();
      await once(signal, 'abort');
      stopped.reach();
      signal.throwIfAborted();
    };
    await jobs.process(handlers({ 'hand-over-letter': handOver }));
    const before = await jobs.failed.latest();
    await jobs.add('hand-over-letter', { letterId });
    await began.reached;
    await jobs.close();
    await stopped.reached;
    expect(await jobs.failed.latest()).toEqual(before);
  });

  it('takes up the job of a worker that was killed in the middle of it', async () => {
    const jobs = await open();
    await jobs.add('take-steps', steps);
    const killed = spawn(process.execPath, ['-e', hangingWorker(bareWorker(fresh))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    expect(await jobs.counts()).toEqual({ waiting: 0, active: 1, scheduled: 0 });
    killed.kill('SIGKILL');

    const done = signpost<typeof steps>();
    await jobs.process(handlers({ 'take-steps': async (payload) => done.reach(payload) }));
    expect(await done.reached).toEqual(steps);
    await settled(jobs);
  });
}

/** A handler for every job: what the test wants done, and nothing for the others. */
function handlers(doings: Doings): AnyJobHandler[] {
  return jobNames.map((job) => ({ job, handle: doings[job] ?? (() => Promise.resolve()) })) as AnyJobHandler[];
}

/** A place in the story that is reached once, and that others wait for. */
function signpost<T = void>(): { readonly reached: Promise<T>; reach(value: T): void } {
  let reach: (value: T) => void = () => undefined;
  const reached = new Promise<T>((resolve) => (reach = resolve));
  return { reached, reach: (value) => reach(value) };
}

async function settled(jobs: Jobs): Promise<void> {
  for (;;) {
    const { waiting, active } = await jobs.counts();
    if (waiting + active === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A program that takes one job, says so, and never finishes it. */
const hangingWorker = (options: string): string => `
  const { Worker, withBackend, createPostgresBackend } = require('bullmq');
  const { classes, ...options } = ${options};
  const hang = () => new Promise(() => process.stdout.write('began'));
  new (classes ?? Worker)('clock', hang, { ...options, lockDuration: 300, stalledInterval: 150 });`;

/** A program of a later version, which knows a job more. */
const bakingWorker = (options: string): string => `
  const { Worker, withBackend, createPostgresBackend } = require('bullmq');
  const { classes, ...options } = ${options};
  const bake = async ({ name, data }) => process.stdout.write(name + ' ' + data.on);
  new (classes ?? Worker)('clock', bake, options);`;
