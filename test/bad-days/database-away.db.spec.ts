import { setTimeout as pause } from 'node:timers/promises';
import { allMigrations } from '#installation';
import { sessions } from '#read-models';
import { freePort } from '#database';
import { untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening } from '../bench/small-trust.js';
import { freshDatabase, LossyProxy, type FreshDatabase } from '../support/index.js';
import { BadDay, build } from './bad-day.js';
import { flawsOf, recordedMarks, sendMark } from './served-trust.js';

const timeoutMs = 240_000;
const pupilCount = 6;

describe('a database of a server that goes away and comes back', () => {
  const day = new BadDay();
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(() => build(), timeoutMs);
  afterAll(async () => {
    await day.end();
    for (const close of closing.toReversed()) await close();
  }, timeoutMs);

  it(
    'costs pages and work for as long as it is away, and nobody has to start anything anew',
    async () => {
      const fresh: FreshDatabase = await freshDatabase({ migrations: allMigrations });
      closing.push(() => fresh.drop());
      const lines = [await LossyProxy.before(fresh.serviceUrl), await LossyProxy.before(fresh.ownerUrl)] as const;
      for (const line of lines) closing.push(() => line.close());
      const common = {
        WAYMARK_DATA: day.dataDir,
        WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
      };
      const direct = { DATABASE_URL: fresh.serviceUrl, DATABASE_OWNER_URL: fresh.ownerUrl, LOG_LEVEL: 'silent' };
      const world = await World.open({ ...common, ...direct }, opening);
      closing.push(() => world.close());
      const env = { ...common, DATABASE_URL: lines[0].url, DATABASE_OWNER_URL: lines[1].url };
      const [web, worker] = [day.start(['web'], env), day.start(['worker'], env)];
      await web.says(/are being served/);
      await worker.says(/worker has started/);
      const pupils = await enterSmallTrust(world, pupilCount);
      world.moveTo(morning);
      await world.tick();
      await untilQuiet(world);

      const url = world.config.publicUrl;
      const mark = (index: number) => {
        const pupil = pupils[index];
        if (!pupil) throw new Error(`There is no pupil ${index}.`);
        return sendMark(url, pupil, 'present', `Mark ${index}`);
      };
      expect(await mark(0)).toMatchObject({ status: 303 });

      for (const line of lines) await line.goAway();
      const { status, page } = await mark(1);
      expect(status).toBe(503);
      expect(page).toMatch(/Waymark can’t be used at the moment/);
      expect(page).toMatch(/may not be saved: send it again/);
      expect(page).toMatch(/use the telephone now/);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect((await fetch(`${url}/health/ready`)).status).toBe(503);
      expect(await recordedMarks(world)).toEqual(['Mark 0']);

      for (const line of lines) await line.comeBack();
      for (let index = 1; index < pupilCount; index += 1) {
        while ((await mark(index)).status !== 303) await pause(250);
      }
      // The worker hears of the marks, and works on its queue, as it did before.
      await world.tick();
      await untilQuiet(world);
      const duties = (await world.installation.rows.find(sessions, {})).flatMap((session) => session.duties);
      expect(duties.map(({ status: came }) => came)).toEqual(Array.from({ length: pupilCount }, () => 'met'));
      expect((await recordedMarks(world)).toSorted()).toEqual(pupils.map((_, index) => `Mark ${index}`));
      expect(await flawsOf(world)).toEqual([]);

      for (const program of [web, worker]) {
        program.signal('SIGTERM');
        expect((await program.ended()).code).toBe(0);
      }
    },
    timeoutMs,
  );
});
