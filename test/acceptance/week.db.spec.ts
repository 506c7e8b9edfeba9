import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { allMigrations } from '#installation';
import { differences, LivedWeek, outcomeOf, readTable, Seeded } from '#simulation';
import { freshDatabase, type FreshDatabase } from '../support/index.js';

/** Longer than any of them takes on two busy cores. */
const timeoutMs = 300_000;
const letters = 44;
const waymark = [process.execPath, '--enable-source-maps', 'dist/apps/cli/src/main.js'];

/**
 * The week that was worked out by hand (test/fixtures/week), lived through with the real programs: pages over HTTP, workers
 * in processes of their own, BullMQ, and mail over SMTP. Whatever is done to the workers and to the queue, it comes out as
 * the table says.
 */
describe('the week', () => {
  let database: FreshDatabase;
  let week: LivedWeek | undefined;

  beforeAll(() => {
    // What is tried is what was built, so it must be what is written.
    const { status, stderr } = spawnSync(process.execPath, ['scripts/ready.mjs'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The sources don't build: ${stderr}`);
  }, timeoutMs);

  const begin = async (workers = 1): Promise<LivedWeek> => {
    database = await freshDatabase({ migrations: allMigrations });
    week = await LivedWeek.begin({ ...database, waymark, workers });
    return week;
  };
  afterEach(async () => {
    await week?.end();
    week = undefined;
    await database.drop();
  });

  const expectTheTable = async (lived: LivedWeek) => {
    const expected = outcomeOf(await readTable('test/fixtures/week/table.yaml'));
    expect(differences(expected, await lived.outcome())).toEqual([]);
    expect(await lived.differencesFromRebuild()).toEqual([]);
    expect(lived.mail.letters.length).toBe(letters);
  };

  it(
    'comes out as the table says, and nothing is added when it is lived through again',
    async () => {
      const lived = await begin();
      await lived.live();
      await expectTheTable(lived);
      const { store } = lived.world.installation;
      const head = await store.head();

      await lived.live();
      await expectTheTable(lived);
      expect(await store.head()).toBe(head);
      // Each letter was handed over once.
      expect(lived.mail.received.length).toBe(letters);
    },
    timeoutMs,
  );

  it(
    'comes out the same when the worker is killed at twenty random points',
    async () => {
      const random = new Seeded(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
      const points = new Set(random.some(20, 50));
      let [moment, killed] = [0, 0];
      try {
        const lived = await begin();
        await lived.live(async () => {
          moment += 1;
          if (!points.has(moment)) return;
          // Somewhere in what follows from the moment: between two commands, or in the middle of a letter.
          await pause(random.below(120));
          await lived.killWorker();
          killed += 1;
        });
        expect(killed).toBe(20);
        await expectTheTable(lived);
        // A second copy of a letter is the price of a crash between the server's yes and our note of it.
        expect(lived.mail.received.length - letters).toBeLessThanOrEqual(killed);
      } catch (error) {
        throw new Error(`To see it again: SEED=${random.seed}`, { cause: error });
      }
    },
    timeoutMs,
  );

  it(
    'comes out the same when the queue is emptied twice',
    async () => {
      const lived = await begin();
      let moment = 0;
      await lived.live(async () => {
        moment += 1;
        if (moment === 10 || moment === 30) await lived.world.jobs.empty();
      });
      await expectTheTable(lived);
      expect(lived.mail.received.length).toBe(letters);
    },
    timeoutMs,
  );

  it(
    'comes out the same with two workers',
    async () => {
      const lived = await begin(2);
      await lived.live();
      await expectTheTable(lived);
      expect(lived.mail.received.length).toBe(letters);
    },
    timeoutMs,
  );
});
