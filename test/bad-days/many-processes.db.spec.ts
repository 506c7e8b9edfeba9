import { setTimeout as pause } from 'node:timers/promises';
import { allMigrations } from '#installation';
import { freePort } from '#database';
import { MailServer, Seeded, untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening } from '../bench/small-trust.js';
import { freshDatabase, type FreshDatabase } from '../support/index.js';
import { BadDay, build } from './bad-day.js';
import { expectSettled, markAtAPace } from './marking.js';
import { flawsOf, recordedMarks } from './served-trust.js';
import { Supervised } from './supervised.js';

const timeoutMs = 300_000;
const pupilCount = 30;
const pace = { perSecond: 10, seconds: 25 };
const mishapCount = 9;
/** Longer than any lease or lock lasts. */
const frozenMaxMs = 9_000;

/** Two webs and three workers on one database, while workers are killed, and stand still and come back. */
describe('many processes on one database', () => {
  const day = new BadDay();
  let fresh: FreshDatabase;
  let mail: MailServer;
  let world: World | undefined;
  beforeAll(async () => {
    build();
    fresh = await freshDatabase({ migrations: allMigrations });
    mail = await MailServer.start();
  }, timeoutMs);
  afterAll(async () => {
    await world?.close();
    await day.end();
    await mail.stop();
    await fresh.drop();
  }, timeoutMs);

  it(
    'lose no mark, do nothing twice, and come to the same as one',
    async () => {
      const random = new Seeded(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
      const ports = [await freePort(), await freePort()];
      const env = {
        WAYMARK_DATA: day.dataDir,
        WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
        DATABASE_URL: fresh.serviceUrl,
        DATABASE_OWNER_URL: fresh.ownerUrl,
        SMTP_URL: mail.url,
        HOST: '127.0.0.1',
        PORT: String(ports[0]),
        LOG_LEVEL: 'info',
        NODE_ENV: 'test',
      };
      world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
      const start = (command: string, port: number | undefined, ready: RegExp) =>
        Supervised.start(day, [command], { ...env, PORT: String(port) }, ready);
      const webs = await Promise.all(ports.map((port) => start('web', port, /are being served/)));
      const workers = await Promise.all([1, 2, 3].map(() => start('worker', 0, /worker has started/)));
      const pupils = await enterSmallTrust(world, pupilCount);
      world.moveTo(morning);
      await world.tick();

      const mishaps = (async () => {
        const frozen: Promise<void>[] = [];
        for (let mishap = 0; mishap < mishapCount; mishap += 1) {
          await pause(1_000 + random.below(3_000));
          const worker = workers[random.below(workers.length)];
          if (mishap % 3 === 0) await worker?.kill();
          else if (worker) frozen.push(worker.freeze(500 + random.below(frozenMaxMs)));
          if (mishap === mishapCount - 1) await webs[1]?.kill();
        }
        await Promise.all(frozen);
      })();
      // First each provider is asked by letter, then they answer.
      await untilQuiet(world);
      const acknowledged = await markAtAPace(
        ports.map((port) => `http://127.0.0.1:${port}`),
        pupils,
        pace,
      );
      await mishaps;
      await untilQuiet(world);

      const seed = `To see it again: SEED=${random.seed}`;
      expect({ seed, marks: (await recordedMarks(world)).toSorted() }).toEqual({
        seed,
        marks: acknowledged.toSorted(),
      });
      expect({ seed, flaws: await flawsOf(world) }).toEqual({ seed, flaws: [] });
      await expectSettled(world, pupilCount);
      // Whoever dies between a mail server's yes and our note of it may send a second copy, of the same id.
      expect(mail.letters.length).toBe(pupilCount);
      for (const each of [...webs, ...workers]) expect(await each.stop()).toBe(0);
    },
    timeoutMs,
  );
});
