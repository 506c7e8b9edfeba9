import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createLogger } from '#logging';
import { SelfSigned } from '../../../test/support/certificate.js';
import { eventually } from '../../../test/support/eventually.js';
import { RedisServer } from '../../../test/support/index.js';
import { WatchedRedis } from '../../../test/support/redis-groups.js';
import { jobNames, Jobs, type AnyJobHandler } from './index.js';

const on = '2026-11-23';
const steps = { kind: 'attendance-check', siteId: crypto.randomUUID(), on, session: 'am', step: 'chase' } as const;
const failures = { query: () => Promise.resolve({ rows: [] }) } as never;

describe('jobs in a Redis', () => {
  const said: string[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    said.splice(0);
  });

  async function open(redisUrl: string): Promise<Jobs> {
    const log = createLogger('test', 'info', { write: (line) => void said.push(line) });
    const jobs = await Jobs.open({ pool: failures, queues: { redisUrl }, log, lockDurationMs: 500, drainMs: 500 });
    closing.push(() => jobs.close());
    return jobs;
  }
  async function serve(...args: Parameters<typeof RedisServer.start>): Promise<RedisServer> {
    const server = await RedisServer.start(...args);
    closing.push(() => server.stop());
    return server;
  }
  /** How often something was said. */
  const times = (words: string): number => said.filter((line) => line.includes(words)).length;
  /** Each time that steps are taken it counts. */
  function counting(): { readonly done: () => number; readonly handlers: AnyJobHandler[] } {
    let done = 0;
    const handle = () => Promise.resolve(void (done += 1));
    return { done: () => done, handlers: jobNames.map((job) => ({ job, handle })) as AnyJobHandler[] };
  }
  const isDone = (count: () => number, expected: number) =>
    eventually(async () => expect(count()).toBe(expected), 20_000);

  it('keep nobody from closing while it is away, and a job that runs is finished first', async () => {
    const server = await serve();
    const jobs = await open(server.url);
    const began = new AbortController();
    let finished = false;
    const handle = async () => {
      began.abort();
      while (times('Redis is away') === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      finished = true;
    };
    await jobs.process(jobNames.map((job) => ({ job, handle })) as AnyJobHandler[]);
    const running = once(began.signal, 'abort');
    await jobs.add('take-steps', steps);
    await running;
    await server.goAway();
    await eventually(async () => expect(times('Redis is away')).toBe(1));
    await jobs.close();
    expect(finished).toBe(true);
  }, 60_000);

  it('are done over an encrypted connection', async () => {
    const certificate = new SelfSigned();
    closing.push(async () => certificate.remove());
    const { port } = await serve({ lines: (at) => certificate.linesFor(at) });
    const jobs = await open(`rediss://127.0.0.1:${port}?ssl_ca_certs=${certificate.certFile}`);
    const { done, handlers } = counting();
    await jobs.process(handlers);
    await jobs.add('take-steps', steps);
    await isDone(done, 1);
  });

  it('are done by the master that the sentinels name, before and after it has changed', async () => {
    const watched = await WatchedRedis.start();
    closing.push(() => watched.stop());
    const jobs = await open(watched.url);
    const { done, handlers } = counting();
    await jobs.process(handlers);
    await jobs.add('take-steps', steps);
    await isDone(done, 1);

    await watched.master.goAway();
    await eventually(() => jobs.add('take-steps', steps), 30_000);
    await isDone(done, 2);
    const replica = new Redis(watched.replica.url);
    closing.push(async () => replica.disconnect());
    expect((await replica.role())[0]).toBe('master');
  }, 90_000);

  it('are refused at once while it is away, which is said once, and done by themselves when it is back', async () => {
    const server = await serve();
    const jobs = await open(server.url);
    const { done, handlers } = counting();
    await jobs.process(handlers);
    await jobs.add('take-steps', steps);
    await isDone(done, 1);

    await server.goAway();
    await eventually(async () => expect(times('Redis is away')).toBe(1));
    for (let tries = 0; tries < 50; tries += 1) {
      await expect(jobs.add('take-steps', steps)).rejects.toThrow(/enableOfflineQueue/);
      await expect(jobs.counts()).rejects.toThrow(/enableOfflineQueue/);
    }
    await server.comeBack();
    await eventually(() => jobs.add('take-steps', steps));
    // What was refused is not done as well: nothing of it has waited anywhere.
    await isDone(done, 2);
    await eventually(async () => expect(await jobs.counts()).toEqual({ waiting: 0, active: 0, scheduled: 0 }));
    expect(done()).toBe(2);
    // What a connection reports is told a moment later, when it is known whether Redis was away.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([times('Redis is away'), times('Redis is back'), times('reports trouble')]).toEqual([1, 1, 0]);
  }, 60_000);

  it('are not waited for where it no longer answers', async () => {
    const server = await serve();
    const jobs = await open(server.url);
    server.freeze();
    closing.push(async () => server.thaw());
    await expect(jobs.add('take-steps', steps)).rejects.toThrow(/timed out|closed|timeout|retries/i);
    server.thaw();
    await eventually(() => jobs.add('take-steps', steps));
  }, 60_000);

  it('are warned of where it throws keys away', async () => {
    const { url } = await serve({ lines: () => ['maxmemory-policy allkeys-lru'] });
    await open(url);
    expect(times('maxmemory-policy allkeys-lru')).toBe(1);
    expect(times('Set maxmemory-policy noeviction there.')).toBe(1);
  });
});
