import pg from 'pg';
import { catalogue, Journal, messages, noStream } from '#event-sourcing';
import { allEvents } from '#domain';
import { SealingCodec } from '#sealing';
import { z } from 'zod';
import {
  FollowingWorld,
  manyNotes,
  meta,
  noted,
  noteEvents,
  notes,
  otherEvents,
  rained,
  subject,
} from '../../../test/support/following.js';
import type { CustomFollower } from './follower.js';
import { followerName } from './read-tables.js';

let world: FollowingWorld;
beforeEach(async () => {
  world = await FollowingWorld.open();
}, 60_000);
afterEach(() => world.close());

const name = followerName(notes);
/** Ends the connections of followers, as a crash of their process would. */
const cutConnections = async (like = 'waymark followers%') => {
  const cutting = new pg.Client(world.fresh.serviceUrl);
  await cutting.connect();
  try {
    await cutting.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE $1`,
      [like],
    );
  } finally {
    await cutting.end();
  }
};

/** Writes down each event it hears, once, or fails. */
const diary = (onHandled: () => Promise<void> = async () => undefined): CustomFollower => ({
  name: 'diary',
  hears: null,
  handle: async (batch, client) => {
    await client.query('INSERT INTO reads.diary SELECT * FROM unnest($1::bigint[])', [
      batch.map(({ position }) => position),
    ]);
    await onHandled();
  },
});
const makeDiary = () =>
  world
    .pool('diary')
    .query('CREATE SCHEMA IF NOT EXISTS reads; CREATE TABLE reads.diary (position bigint PRIMARY KEY)');
const diaryOf = async () =>
  (
    await world.pool('diary').query<{ position: string }>('SELECT position FROM reads.diary ORDER BY position')
  ).rows.map(({ position }) => Number(position));
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('followers', () => {
  it('count each event once, however many processes compete', async () => {
    await makeDiary();
    await world.happened(...manyNotes(150));
    for (const as of ['one', 'two', 'three']) await world.follow({ projections: [notes], custom: [diary()] }, { as });
    for (let index = 0; index < 30; index += 1) await world.happened(noted(`pupil ${index % 3}`, index));
    await world.caughtUp(180n);
    await world.caughtUp(180n, 'diary');
    expect(await diaryOf()).toEqual(oneTo(180));
    expect((await world.rows.get(notes, subject('pupil 6')))?.changes).toBe(21);
    expect(await world.differences()).toEqual([]);
  });

  it('that lose the connection between folding and saving do it again, and once', async () => {
    await makeDiary();
    await world.happened(...manyNotes(10));
    let cuts = 2;
    const cutAtFirst = async () => {
      if (cuts-- > 0) await cutConnections();
    };
    await world.follow({ custom: [diary(cutAtFirst)] });
    await world.caughtUp(10n, 'diary');
    expect(cuts).toBeLessThan(0);
    expect(await diaryOf()).toEqual(oneTo(10));
    // A connection is lost in more ways than one, and each is said once.
    expect(new Set(world.reports)).toEqual(new Set(['The follower diary stands still.']));
  });

  it('whose process is cut off at any moment leave the rows as they must be', async () => {
    await world.follow({ projections: [notes] });
    for (let round = 0; round < 12; round += 1) {
      await world.happened(...manyNotes(20));
      await new Promise((resolve) => setTimeout(resolve, round));
      await cutConnections();
    }
    await world.caughtUp(240n);
    expect(await world.differences()).toEqual([]);
  });

  it('go on when the database comes back', async () => {
    await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(noted('ann', 1)));
    const { pathname } = new URL(world.fresh.ownerUrl);
    const elsewhere = new URL(world.fresh.ownerUrl);
    elsewhere.pathname = '/postgres';
    const owner = new pg.Client(elsewhere.href);
    await owner.connect();
    const allow = (yes: boolean) => owner.query(`ALTER DATABASE ${pathname.slice(1)} ALLOW_CONNECTIONS ${yes}`);
    await allow(false);
    await cutAll(pathname.slice(1));
    const last = await world.happened(noted('ann', 2));
    await new Promise((resolve) => setTimeout(resolve, 400));
    await allow(true);
    await owner.end();
    await world.caughtUp(last);
    expect(await world.rows.get(notes, subject('ann'))).toMatchObject({ mark: 2 });
  });

  it('pass over what nobody hears', async () => {
    const deaf: CustomFollower = { name: 'deaf', hears: new Set(['Ended']), handle: () => Promise.reject(new Error()) };
    await world.follow({ projections: [notes], custom: [deaf] });
    const last = await world.happened(rained, noted('ann', 1), rained);
    await world.caughtUp(last);
    await world.caughtUp(last, 'deaf');
    expect(world.reports).toEqual([]);
  });

  it('wait for a page no longer than they were given', async () => {
    expect(await world.progress.caughtUp(5n, ['nobody'], 50)).toBe(false);
    expect(await world.progress.caughtUp(5n, [], 50)).toBe(true);
  });

  it('say how far behind they are, and that they are alive', async () => {
    const followers = await world.follow({ projections: [notes] });
    await world.caughtUp(await world.happened(noted('ann', 1)));
    expect(await world.progress.lag()).toMatchObject([
      { name, kind: 'projector', position: 1n, events: 0n, seconds: 0, stopped: null },
    ]);
    await followers.stop();
    await world.happened(noted('ann', 2), noted('ann', 3));
    const [lag] = await world.progress.lag();
    expect(lag).toMatchObject({ position: 1n, events: 2n });
    expect(lag?.seconds).toBeLessThan(10);
    expect(lag?.beatSecondsAgo).toBeLessThan(10);
  });

  it('stop before a type that they do not know, say so, and go on after the upgrade', async () => {
    const newer = messages({ Snowed: z.object({ on: z.string() }) });
    const known = new Map([...allEvents, ...catalogue(noteEvents, otherEvents)]);
    const upgraded = new Journal(world.store, new SealingCodec(new Map([...known, ...catalogue(newer)]), world.keys));
    await world.happened(noted('ann', 1));
    await upgraded.append('weather-1', noStream, [{ type: 'Snowed', data: { on: '2026-11-23' } }], meta);
    const last = await world.happened(noted('ann', 2));

    const old = await world.follow({ projections: [notes] });
    await stopped(name, /Snowed, which this version of Waymark does not know/);
    expect(await world.rows.get(notes, subject('ann'))).toMatchObject({ mark: 1 });
    expect(world.reports).toEqual([`The follower ${name} stands still.`]);

    await world.follow({ projections: [notes] }, { as: 'upgraded', journal: upgraded });
    await world.caughtUp(last);
    await old.stop();
    expect((await world.progress.lag()).map(({ stopped }) => stopped)).toEqual([null]);
  });

  it('say that they stand still for no longer than they do', async () => {
    let fails = true;
    const failing: CustomFollower = {
      name: 'failing',
      hears: null,
      handle: async () => {
        if (fails) throw new Error('Not yet.');
      },
    };
    await world.follow({ custom: [failing] });
    await world.happened(noted('ann', 1));
    await stopped('failing', /^Error: /);
    expect(world.reports).toEqual(['The follower failing stands still.']);
    // Another process does its work, so that nothing is left for it that would be saved.
    await world.pool('helping').query('UPDATE followers.checkpoint SET position = 1');
    await stopped('failing', /^$/);
    fails = false;
    await world.caughtUp(await world.happened(noted('ann', 2)), 'failing');
  });

  it('must have names of their own', async () => {
    await makeDiary();
    await expect(world.follow({ custom: [diary(), diary()] })).rejects.toThrow('Two followers are called diary');
  });
});

/** Waits until the follower says why it stands still. */
async function stopped(follower: string, why: RegExp): Promise<void> {
  for (const until = performance.now() + 10_000; performance.now() < until;) {
    const lag = (await world.progress.lag()).find((each) => each.name === follower);
    if (lag && why.test(lag.stopped ?? '')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${follower} has not stopped: ${JSON.stringify(world.reports)}`);
}

/** The service's own login may end its own connections, from a database that it can still reach. */
async function cutAll(database: string): Promise<void> {
  const service = new URL(world.fresh.serviceUrl);
  service.pathname = '/postgres';
  const cutting = new pg.Client(service.href);
  await cutting.connect();
  try {
    await cutting.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
      [database],
    );
  } finally {
    await cutting.end();
  }
}
