import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Finding } from '#doctor';
import { allMigrations } from '#installation';
import { sessions } from '#read-models';
import { freePort } from '#database';
import { MailServer, untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening } from '../bench/small-trust.js';
import { freshDatabase, RedisServer, type FreshDatabase } from '../support/index.js';
import { eventually } from '../support/eventually.js';
import { BadDay, build } from './bad-day.js';
import { flawsOf, recordedMarks, sendMark } from './served-trust.js';

const timeoutMs = 240_000;
const pupilCount = 6;

describe('a Redis', () => {
  const day = new BadDay();
  const closing: (() => Promise<unknown>)[] = [];
  let fresh: FreshDatabase;
  beforeAll(async () => {
    build();
    fresh = await freshDatabase({ migrations: allMigrations });
  }, timeoutMs);
  afterAll(async () => {
    await day.end();
    for (const close of closing.toReversed()) await close();
    await fresh.drop();
  }, timeoutMs);

  const onDatabase = () => ({ DATABASE_URL: fresh.serviceUrl, DATABASE_OWNER_URL: fresh.ownerUrl });
  async function serve(lines: readonly string[] = []): Promise<RedisServer> {
    const server = await RedisServer.start({ lines: () => lines });
    closing.push(() => server.stop());
    return server;
  }

  it(
    'that can’t be used is told of by a worker that starts, in a sentence without a secret, and by the doctor',
    async () => {
      const { port } = await serve(['requirepass right', 'maxmemory-policy allkeys-lru']);
      const nowhere = await freePort();
      const told = new Map([
        [
          `redis://127.0.0.1:${nowhere}`,
          `Nothing answers for Redis at 127.0.0.1:${nowhere}. Start it, or correct REDIS_URL.\n`,
        ],
        [
          `redis://:hush-hush@127.0.0.1:${port}`,
          `Redis at 127.0.0.1:${port} does not take our user and password. Correct them in REDIS_URL.\n`,
        ],
      ]);
      for (const [REDIS_URL, sentence] of told) {
        const { code, stderr } = await day.run(['worker'], { ...onDatabase(), REDIS_URL });
        expect({ code, stderr }).toEqual({ code: 1, stderr: sentence });
      }
      const ask = async (REDIS_URL: string) => {
        const { stdout } = await day.run(['doctor', '--json'], { ...onDatabase(), REDIS_URL });
        const { findings } = JSON.parse(stdout) as { findings: Finding[] };
        return findings.filter(({ name }) => name === 'Redis').map(({ state, sentence }) => `${state}: ${sentence}`);
      };
      expect(await ask(`redis://:hush-hush@127.0.0.1:${port}`)).toEqual([
        `broken: Redis at 127.0.0.1:${port} does not take our user and password. No job is done.`,
      ]);
      expect(await ask(`redis://:right@127.0.0.1:${port}`)).toEqual([
        expect.stringMatching(/^ok: Redis at 127\.0\.0\.1:\d+ is Redis \d/),
        expect.stringMatching(/^warning: .* throws keys away when its memory is full/),
      ]);
    },
    timeoutMs,
  );

  it(
    'that goes away costs no page, and what is due meanwhile is done by itself when another is in its place, once',
    async () => {
      const redis = await serve();
      const mail = await MailServer.start();
      closing.push(() => mail.stop());
      const env = {
        ...onDatabase(),
        WAYMARK_DATA: day.dataDir,
        WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
        REDIS_URL: redis.url,
        SMTP_URL: mail.url,
      };
      const world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
      closing.push(() => world.close());
      const [web, worker] = [day.start(['web'], env), day.start(['worker'], env)];
      await web.says(/are being served/);
      await worker.says(/worker has started/);
      const pupils = await enterSmallTrust(world, pupilCount);
      world.moveTo(morning);
      await world.tick();
      await untilQuiet(world);
      expect(mail.received).toHaveLength(pupilCount); // Each provider has been asked.

      await redis.goAway();
      await worker.says(/Redis is away/);
      const url = world.config.publicUrl;
      for (const pupil of pupils.slice(0, 2))
        expect(await sendMark(url, pupil, 'present', 'Here.')).toMatchObject({ status: 303 });
      expect(await recordedMarks(world)).toHaveLength(2);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      // At 09:30 the others are unconfirmed: they are looked for, and letters go.
      world.moveTo('2026-11-16T09:40:00.000Z');
      await expect(world.tick()).rejects.toThrow(/enableOfflineQueue/);
      await pause(1_000);

      await redis.comeBack();
      await worker.says(/Redis is back/);
      await eventually(() => world.tick());
      await untilQuiet(world);
      const duties = (await world.installation.rows.find(sessions, {})).flatMap((session) => session.duties);
      const met = duties.filter(({ status }) => status === 'met');
      expect(met).toHaveLength(2);
      expect(duties.length).toBeGreaterThan(pupilCount); // Somebody is to find each of the others.
      const wanted = mail.letters.length;
      expect(wanted).toBeGreaterThan(pupilCount);
      expect(mail.received).toHaveLength(wanted);
      expect(await flawsOf(world)).toEqual([]);

      // And once more from nothing: all that has been done is found done.
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      await world.tick();
      await untilQuiet(world);
      expect(mail.received).toHaveLength(wanted);
      expect(worker.stdout.match(/Redis is away/g)).toHaveLength(1);
      expect(worker.stdout.match(/Redis is back/g)).toHaveLength(1);

      await redis.goAway();
      await eventually(async () => expect(worker.stdout.match(/Redis is away/g)).toHaveLength(2));
      for (const program of [web, worker]) {
        program.signal('SIGTERM');
        expect((await program.ended()).code).toBe(0);
      }
      expect(worker.stdout).not.toMatch(/had not stopped/);
    },
    timeoutMs,
  );

  it(
    'that goes away leaves the pages of `start` ready, which does its own jobs again when it is back',
    async () => {
      const redis = await serve();
      const { waymark, url } = await day.serve({
        WAYMARK_DATA: `${day.folder}/alone`,
        REDIS_URL: redis.url,
        LOG_LEVEL: 'info',
      });
      await redis.goAway();
      await waymark.says(/Redis is away/);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      await redis.comeBack();
      await waymark.says(/Redis is back/);
      waymark.signal('SIGTERM');
      expect((await waymark.ended()).code).toBe(0);
    },
    timeoutMs,
  );
});
