import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#database';
import { Seeded, untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening } from '../bench/small-trust.js';
import { BadDay, build, isAlive } from './bad-day.js';
import { expectSettled, markAtAPace } from './marking.js';
import { flawsOf, recordedMarks } from './served-trust.js';
import { Supervised } from './supervised.js';

const timeoutMs = 300_000;
const pupilCount = 45;
const marksPerSecond = 20;
const seconds = 15;
const roundsOfKills = 2;
const killEveryMs = 2_000;

/** Every program of an installation killed, over and over, while providers mark. What a person did, counts once. */
describe('an installation of which everything is killed', () => {
  const day = new BadDay();
  let world: World | undefined;
  beforeAll(() => build(), timeoutMs);
  afterAll(async () => {
    await world?.close();
    await day.end();
  }, timeoutMs);

  it(
    'loses no mark that it has acknowledged, halves none, and needs no hand',
    async () => {
      const env = {
        WAYMARK_DATA: day.dataDir,
        WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
        LOG_LEVEL: 'info',
      };
      world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
      const url = world.config.publicUrl;
      const web = await Supervised.start(day, ['web'], env, /are being served/);
      const worker = await Supervised.start(day, ['worker'], env, /worker has started/);
      const pupils = await enterSmallTrust(world, pupilCount);
      world.moveTo(morning);
      await world.tick();
      await untilQuiet(world);
      // Whoever looks leaves: what is killed must be brought back by web and worker themselves.
      await world.close();
      world = undefined;

      const random = new Seeded(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
      const killing = (async () => {
        for (let kill = 0; kill < 3 * roundsOfKills; kill += 1) {
          await pause(killEveryMs / 2 + random.below(killEveryMs));
          if (kill % 3 === 0) await web.kill();
          else if (kill % 3 === 1) await killServer();
          else await worker.kill();
        }
      })();
      const acknowledged = await markAtAPace([url], pupils, { perSecond: marksPerSecond, seconds });
      await killing;

      world = await World.open({ ...env, LOG_LEVEL: 'silent' }, morning);
      await untilQuiet(world);
      const seed = `To see it again: SEED=${random.seed}`;
      expect({ seed, marks: (await recordedMarks(world)).toSorted() }).toEqual({
        seed,
        marks: acknowledged.toSorted(),
      });
      expect({ seed, flaws: await flawsOf(world) }).toEqual({ seed, flaws: [] });
      await expectSettled(world, pupilCount);
      expect(await web.stop()).toBe(0);
      expect(await worker.stop()).toBe(0);
    },
    timeoutMs,
  );

  async function killServer(): Promise<void> {
    let pid = day.serverPid();
    for (; pid === null; pid = day.serverPid()) await pause(20);
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await pause(20);
  }
});
