import { randomUUID } from 'node:crypto';
import { installationId } from '#domain';
import { StreamMoved, UnknownEventType } from '#event-sourcing';
import { count, Counting } from '../../../test/support/counting.js';
import { eventually } from '../../../test/support/eventually.js';
import { ended, FollowingWorld, meta, noted, rained } from '../../../test/support/following.js';
import type { SendCommand } from './reactor.js';

let world: FollowingWorld;
let counting: Counting;
beforeEach(async () => {
  world = await FollowingWorld.open();
  counting = new Counting(world);
}, 60_000);
afterEach(() => world.close());

const operations = async () =>
  (await world.journal.read(`operations-${installationId}`)).map(({ type, data }) => [type, data['reactor']]);

describe('a reactor', () => {
  it('gives the commands of its process, each instance with its own memory, and says because of what', async () => {
    await counting.run();
    await counting.heardUpTo(
      await world.happened(noted('ann', 1), noted('ben', 1), rained, noted('ann', 2), ended('ann')),
    );
    expect(counting.ordered).toEqual(['ann 1', 'ben 1', 'ann 2']);
    const [cause] = await world.journal.read('note-1');
    expect(counting.metas[0]).toEqual({
      actor: { kind: 'system', id: 'count-the-notes', roles: [] },
      correlationId: meta.correlationId,
      causationId: cause?.id,
      via: 'job',
    });
  });

  it('goes on where it stopped, with what it remembered', async () => {
    const first = await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    await first.stop();
    await world.happened(noted('ann', 2));
    await counting.run('two');
    await counting.heardUpTo(await world.happened(noted('ann', 3)));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
  });

  it('hears everything when it is the first of an installation, and later ones what follows their start', async () => {
    await world.happened(noted('ann', 1));
    await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 2)));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2']);
    await world.follow({ processes: [{ ...count, name: 'count-again' }], send: counting.send }, { as: 'later' });
    const last = await world.happened(noted('ben', 1));
    await counting.heardUpTo(last);
    await world.caughtUp(last, 'count-again');
    expect(counting.ordered.filter((each) => each.startsWith('ben'))).toHaveLength(2);
    expect(counting.ordered.filter((each) => each.startsWith('ann'))).toHaveLength(2);
    expect(await operations()).toEqual([
      ['ReactorStarted', 'count-the-notes'],
      ['ReactorStarted', 'count-again'],
    ]);
  });

  it('replays from its start when its checkpoint is lost', async () => {
    const first = await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1), noted('ann', 2)));
    await first.stop();
    await world.pool('losing').query('DELETE FROM followers.checkpoint; DELETE FROM followers.process_state');
    await counting.run('two');
    await counting.heardUpTo(await world.store.head());
    expect(counting.ordered).toEqual(['ann 1', 'ann 2', 'ann 1', 'ann 2']);
  });

  it('orders again what it was not able to note as counting.ordered', async () => {
    let crashes = 1;
    const crashing: SendCommand = async (command, given) => {
      await counting.send(command, given);
      if (crashes-- > 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    await counting.run('one', crashing);
    await counting.heardUpTo(await world.happened(noted('ann', 1), noted('ann', 2)));
    expect(counting.ordered).toEqual(['ann 1', 'ann 1', 'ann 2']);
    expect(await world.parked.list()).toEqual([]);
  });

  it('tries again when a stream never stood still', async () => {
    let moved = 2;
    counting.faults.set(1, () => {
      if (moved-- > 0) throw new StreamMoved('note-1', 0n, 1n);
    });
    await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    expect(counting.ordered).toEqual(['ann 1']);
  });

  it.each([
    ['a full disk', '53100'],
    ['a lock that was held for too long', '55P03'],
    ['a connection that was lost', '57P01'],
  ])('tries again after %s, and parks nothing', async (_, code) => {
    counting.faults.set(1, () => {
      counting.faults.clear();
      throw Object.assign(new Error('The database could not.'), { code });
    });
    await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    expect(counting.ordered).toEqual(['ann 1']);
    expect(await world.parked.list()).toEqual([]);
  });
});

describe('a reactor of an earlier version', () => {
  it('leaves to one of a later version what it does not know, parks nothing, and says so once', async () => {
    const puzzled: SendCommand = () => Promise.reject(new UnknownEventType('Snowed', 1n));
    await counting.run('earlier', puzzled);
    const last = await world.happened(noted('ann', 1));
    await eventually(async () => {
      const [lag] = await world.progress.lag();
      expect(lag?.stopped).toMatch(/Snowed, which this version of Waymark does not know/);
    });
    await counting.run('later');
    await counting.heardUpTo(last);
    expect(counting.ordered).toEqual(['ann 1']);
    expect(await world.parked.list()).toEqual([]);
    expect(world.reports).toEqual(['The follower count-the-notes stands still.']);
  });
});

describe('a lease', () => {
  it('lets one process at a time run a reactor', async () => {
    for (const as of ['one', 'two', 'three']) await counting.run(as);
    for (let mark = 0; mark < 20; mark += 1) await world.happened(noted('ann', mark));
    await counting.heardUpTo(await world.store.head());
    expect(counting.ordered).toEqual(Array.from({ length: 20 }, (_, index) => `ann ${index + 1}`));
  });

  it('passes at once from a process that stops', async () => {
    const first = await counting.run('one');
    await counting.run('two');
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    await first.stop();
    const before = performance.now();
    await counting.heardUpTo(await world.happened(noted('ann', 2)));
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('passes within ten seconds from a process that died', async () => {
    // A process that died holds its lease for what is left of it.
    await counting.run('one');
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    await world.stopAll();
    const died = performance.now();
    await world
      .pool('dying')
      .query("UPDATE followers.checkpoint SET lease_holder = $1, lease_until = clock_timestamp() + interval '5 s'", [
        randomUUID(),
      ]);
    await counting.run('two');
    await counting.heardUpTo(await world.happened(noted('ann', 2)));
    const waited = performance.now() - died;
    expect(waited).toBeGreaterThan(4_900);
    expect(waited).toBeLessThan(10_000);
    expect(counting.ordered).toEqual(['ann 1', 'ann 2']);
  }, 15_000);

  it('that was lost in the middle of a command saves nothing', async () => {
    let release = () => {};
    let reached = () => {};
    const sending = new Promise<void>((resolve) => (reached = resolve));
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: SendCommand = async (command, given) => {
      reached();
      await held;
      await counting.send(command, given);
    };
    const deposed = await counting.run('slow', slow);
    const last = await world.happened(noted('ann', 1));
    await sending;
    // Another process takes over, as it may when this one was frozen for longer than its lease.
    await world.pool('freezing').query("UPDATE followers.checkpoint SET lease_until = now() - interval '1 s'");
    await counting.run('two');
    await counting.heardUpTo(last);
    const state = async () =>
      (await world.pool('looking').query('SELECT state FROM followers.process_state')).rows.map(({ state }) => state);
    expect(await state()).toEqual([{ times: 1 }]);
    release();
    await deposed.stop();
    expect(await state()).toEqual([{ times: 1 }]);
    expect(counting.ordered).toEqual(['ann 1', 'ann 1']); // The second decides nothing, which is for the decider to see to.
  });
});

describe('starting reactors', () => {
  it('in two processes at once begins them all at the beginning', async () => {
    const processes = ['a', 'b', 'c'].map((name) => ({ ...count, name: `count-${name}` }));
    await world.happened(noted('ann', 1));
    await Promise.all(['one', 'two'].map((as) => world.follow({ processes, send: counting.send }, { as })));
    for (const { name } of processes) await world.caughtUp(await world.store.head(), name);
    expect(counting.ordered).toEqual(['ann 1', 'ann 1', 'ann 1']);
    expect(await operations()).toHaveLength(3);
  });

  it('needs somebody to carry out commands', async () => {
    await expect(world.follow({ processes: [count] })).rejects.toThrow(/nobody to carry them out/);
  });
});
