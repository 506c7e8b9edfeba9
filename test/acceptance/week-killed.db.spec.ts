import { setTimeout as pause } from 'node:timers/promises';
import { Seeded } from '#simulation';
import { expectTheTable, lettersOfTheWeek, Weeks, weekTimeoutMs } from './the-week.js';

const kills = 20;
/** The week has a few more moments than this at which something is done or due. */
const moments = 40;

/** The same week as in week.db.spec.ts, with a worker that is killed as a power cut would, again and again. */
describe('the week, with the worker killed', () => {
  const weeks = new Weeks();
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());

  it(
    'comes out as the table says, whatever the worker was doing',
    async () => {
      const random = new Seeded(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
      const points = new Set(random.some(kills, moments));
      let [moment, killed] = [0, 0];
      try {
        const lived = await weeks.begin();
        await lived.live(async () => {
          if (points.has(moment++)) {
            // Somewhere in what follows from the moment: between two commands, or in the middle of a letter.
            await pause(random.below(120));
            await lived.killWorker();
            killed += 1;
          }
        });
        expect(killed).toBe(kills);
        await expectTheTable(lived);
        // A second copy of a letter is the price of a crash between the server's yes and our note of it.
        expect(lived.mail.received.length - lettersOfTheWeek).toBeLessThanOrEqual(killed);
      } catch (error) {
        throw new Error(`To see it again: SEED=${random.seed}`, { cause: error });
      }
    },
    weekTimeoutMs,
  );
});
