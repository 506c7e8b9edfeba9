import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { LivedWeek } from '#simulation';
import type { RedisServer } from '../support/index.js';
import { eventually } from '../support/eventually.js';
import { RedisForWeek } from './redis-for-week.js';
import { expectTheTable, expectTheTableThrough, lettersOfTheWeek, Weeks, weekTimeoutMs } from './the-week.js';

/** The week as in week.db.spec.ts, with its jobs in a Redis that may lose them. */
describe('the week, with its jobs in Redis', () => {
  const engine = new RedisForWeek();
  const weeks = new Weeks([engine]);
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());

  const expectEachLetterOnce = async (lived: LivedWeek) => {
    await expectTheTable(lived);
    expect(lived.mail.received.length).toBe(lettersOfTheWeek);
  };

  it(
    'comes out as the table says',
    async () => {
      const lived = await weeks.begin();
      await lived.live();
      await expectEachLetterOnce(lived);
    },
    weekTimeoutMs,
  );

  it(
    'comes out as the table says with two workers, one or the other killed again and again',
    () =>
      expectTheTableThrough(
        10,
        (lived) => lived.killWorker(),
        () => weeks.begin(2),
      ),
    weekTimeoutMs,
  );

  it.each<[string, (redis: RedisServer) => Promise<void>]>([
    ['is flushed', ({ url }) => flush(url)],
    [
      'is restarted, and has kept nothing',
      async (redis) => {
        await redis.goAway('SIGTERM');
        await redis.comeBack();
      },
    ],
    [
      'breaks off, and another one takes its place a moment later',
      async (redis) => {
        await redis.goAway('SIGKILL');
        await pause(500);
        await redis.comeBack();
      },
    ],
  ])(
    'comes out the same when Redis %s, in the middle of every tenth moment',
    async (_, lose) => {
      const lived = await weeks.begin();
      let [moment, lost] = [0, 0];
      await lived.live(async () => {
        if (moment++ % 10 !== 5) return;
        await lose(engine.server);
        lost += 1;
        // Whoever looks whether all is quiet asks the queues as well.
        await eventually(async () => void (await lived.world.jobs.counts()));
      });
      expect(lost).toBeGreaterThanOrEqual(4);
      await expectEachLetterOnce(lived);
    },
    weekTimeoutMs,
  );
});

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}
