import type { LivedWeek } from '#simulation';
import { eventually } from '../support/eventually.js';
import { KurrentForWeek } from './kurrent-for-week.js';
import { RedisForWeek } from './redis-for-week.js';
import { expectTheTableThrough, Weeks, weekTimeoutMs } from './the-week.js';

/** The week as in week-kurrentdb.db.spec.ts, with its jobs in Redis as well: only what is shown is in PostgreSQL. */
describe('the week, with its events in KurrentDB and its jobs in Redis', () => {
  const [kurrent, redis] = [new KurrentForWeek(), new RedisForWeek()];
  const weeks = new Weeks([kurrent, redis]);
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());
  const disasters: readonly ((lived: LivedWeek) => Promise<unknown>)[] = [
    (lived) => lived.killWorker(),
    async () => {
      await kurrent.server.goAway();
      await kurrent.server.comeBack();
    },
    async () => {
      await redis.server.goAway();
      await redis.server.comeBack();
    },
  ];

  it(
    'comes out as the table says, with a worker, the event store and Redis killed in turn',
    () =>
      expectTheTableThrough(
        disasters.length * 4,
        async (lived, turn) => {
          await disasters[turn % disasters.length]?.(lived);
          // Whoever looks whether all is quiet asks the queues as well.
          await eventually(async () => void (await lived.world.jobs.counts()));
        },
        () => weeks.begin(),
      ),
    weekTimeoutMs,
  );
});
