import { ClockKeeping, sweeps } from '#jobs';
import { londonInstant } from '#procedure';
import { untilQuiet } from '#simulation';
import { trustDay } from '../bench/small-trust.js';
import { BadDay, build } from './bad-day.js';
import { ServedTrust } from './served-trust.js';

const timeoutMs = 240_000;
const at = (time: string) => londonInstant(trustDay, time);

describe('a clock that jumps', () => {
  const day = new BadDay();
  let trust: ServedTrust;
  beforeAll(async () => {
    build();
    trust = await ServedTrust.begin(day, 5);
  }, timeoutMs);
  afterAll(async () => {
    await trust?.end();
    await day.end();
  }, timeoutMs);

  /** The clock shows this time, the next tick comes, and all that follows from it has happened. */
  async function jumpTo(time: string): Promise<void> {
    trust.world.moveTo(at(time));
    await trust.world.tick();
    await untilQuiet(trust.world);
  }

  it(
    'forwards by hours and back raises each duty once, and what is recorded stays in order',
    async () => {
      expect((await trust.mark()).status).toBe(303);
      const wrong = ['14:10', '09:12', '08:55', '20:00'];
      for (const time of wrong) {
        await jumpTo(time);
        expect((await trust.mark()).status).toBe(303);
      }
      await jumpTo('09:15');
      expect(await trust.flaws()).toEqual([]);
      expect(await trust.recorded()).toHaveLength(wrong.length + 1);

      const raised = await trust.world.installation.store.readAll(0n, 100_000, { types: ['DutyRaised'] });
      const duties = raised.map(({ stream }) => stream);
      expect(duties.length).toBeGreaterThan(0);
      expect(duties).toEqual([...new Set(duties)]);
    },
    timeoutMs,
  );

  it(
    'back is noticed at once: nobody is taken for watched on the word of a future that was none, and sweeps go on',
    async () => {
      await jumpTo('20:00');
      const keeping = new ClockKeeping(trust.world.installation.database.pool('test'));
      trust.world.moveTo(at('09:20'));
      expect(await keeping.health(at('09:20'))).toMatchObject({ sweptTo: null, lags: true });

      await trust.world.tick();
      await untilQuiet(trust.world);
      for (const sweep of sweeps) expect(await keeping.sweptTo(sweep)).toBe(at('09:20'));
      expect(await keeping.health(at('09:20'))).toMatchObject({ behindSeconds: 0, lags: false });
    },
    timeoutMs,
  );
});
