import { Database, heldForMs } from '#database';
import { count, Counting } from '../../../test/support/counting.js';
import { FollowingWorld, noted } from '../../../test/support/following.js';
import { LossyProxy } from '../../../test/support/lossy-proxy.js';
import type { CustomFollower } from './follower.js';
import { Followers, type FollowerSet } from './followers.js';

/** What is promised of a follower whose process is gone. */
const withinMs = 10_000;

/**
 * A process that is frozen, or whose machine has left without a word, keeps its connections and with them its locks. Here
 * it falls silent in the middle of a transaction, and the server has to find out for itself.
 */
describe('a follower that falls silent in the middle of a batch', () => {
  let world: FollowingWorld;
  let line: LossyProxy;
  let silent: Database;
  let followers: Followers | undefined;

  beforeEach(async () => {
    world = await FollowingWorld.open();
    line = await LossyProxy.before(world.fresh.serviceUrl);
    const urls = { databaseUrl: line.url, databaseOwnerUrl: world.fresh.ownerUrl };
    silent = await Database.open({ dataDir: '', ...urls });
  }, 60_000);
  afterEach(async () => {
    await line.close(); // What it still waits for breaks off now.
    await followers?.stop();
    await silent.close();
    await world.close();
  });

  const followAlongTheLine = async (set: FollowerSet): Promise<void> => {
    const pool = silent.pool('followers', { idleInTransactionTimeoutMs: heldForMs });
    followers = new Followers(set, { pool, journal: world.journal, sealer: world.sealer, report: () => undefined });
    await followers.start();
  };
  const untilSilent = async (): Promise<void> => {
    while (!line.isSilent) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('keeps its row for seconds, and then another goes on; each event counts once', async () => {
    await world.pool('diary').query('CREATE SCHEMA IF NOT EXISTS reads; CREATE TABLE reads.diary (position bigint)');
    const diary: CustomFollower = {
      name: 'diary',
      hears: null,
      handle: async (batch, client) => {
        const positions = batch.map(({ position }) => position);
        await client.query('INSERT INTO reads.diary SELECT * FROM unnest($1::bigint[])', [positions]);
      },
    };
    line.fallSilentBefore('save checkpoint');
    await followAlongTheLine({ custom: [diary] });
    const last = await world.happened(noted('ann', 1), noted('ann', 2));
    await untilSilent();
    const began = performance.now();
    await world.follow({ custom: [diary] }, { as: 'another' });
    await world.caughtUp(last, 'diary');
    expect(performance.now() - began).toBeLessThan(withinMs);
    const { rows } = await world.pool('diary').query('SELECT position::int FROM reads.diary ORDER BY position');
    expect(rows).toEqual([{ position: 1 }, { position: 2 }]);
  }, 60_000);

  it('keeps its lease no longer, and saves nothing of what it did', async () => {
    const counting = new Counting(world);
    line.fallSilentBefore('INSERT INTO followers.process_state');
    await followAlongTheLine({ processes: [count], send: counting.send });
    const last = await world.happened(noted('ann', 1));
    await untilSilent();
    const began = performance.now();
    await counting.run('another');
    await counting.heardUpTo(last);
    expect(performance.now() - began).toBeLessThan(withinMs);
    const { rows } = await world.pool('looking').query('SELECT state FROM followers.process_state');
    expect(rows).toEqual([{ state: { times: 1 } }]);
  }, 60_000);
});
