import { personId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { RedisServer } from '../../../../test/support/redis-server.js';
import { WebWorld } from '../../../../test/support/web-world.js';
import { eventually } from '../../../../test/support/eventually.js';

const board = '/operations/queues';

describe('the queues in Redis, for operators', () => {
  let redis: RedisServer;
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    redis = await RedisServer.start();
    await redis.goAway();
    world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z', env: { REDIS_URL: redis.url } });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await redis.stop();
  });

  const isAway = async () => {
    const page = await priya.get(board);
    expect([page.status, page.says]).toEqual([503, expect.stringContaining('The queues can’t be seen at the moment')]);
    expect((await priya.get(`${board}/api/queues`)).status).toBe(503);
    // Everything else goes on without them.
    expect((await priya.get('/operations')).status).toBe(200);
  };
  const isThere = () =>
    eventually(async () => {
      expect((await priya.get(`${board}/job-schedulers`)).status).toBe(200);
      expect((await priya.get(`${board}/api/queues`)).html).toContain('"name":"clock"');
    });

  it('can’t be seen where Redis has never been there, and can when it is', async () => {
    await isAway();
    await redis.comeBack();
    await isThere();
  }, 30_000);

  it('can’t be seen while Redis is away, and can when it is back', async () => {
    await redis.goAway();
    await isAway();
    await redis.comeBack();
    await isThere();
  }, 30_000);
});
