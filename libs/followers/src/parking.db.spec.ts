import { installationId } from '#domain';
import { refuse } from '#event-sourcing';
import { count, Counting } from '../../../test/support/counting.js';
import { FollowingWorld, garbled, meta, noted, subject, type NoteEvent } from '../../../test/support/following.js';

let world: FollowingWorld;
let counting: Counting;
beforeEach(async () => {
  world = await FollowingWorld.open();
  counting = new Counting(world);
}, 60_000);
afterEach(() => world.close());

describe('parking', () => {
  const breakAt = (mark: number) =>
    counting.faults.set(mark, () => {
      throw new Error('About Ann, who is not well.');
    });

  it('keeps an instance in order behind what could not be handled, and nobody else', async () => {
    breakAt(2);
    await counting.run();
    const last = await world.happened(
      noted('ann', 1),
      noted('ann', 2),
      noted('ben', 1),
      noted('ann', 3),
      noted('ben', 3),
    );
    await counting.heardUpTo(last);
    expect(counting.ordered).toEqual(['ann 1', 'ben 1', 'ben 2']);
    expect(await world.parked.list()).toEqual([
      {
        reactor: 'count-the-notes',
        instance: subject('ann'),
        eventId: (await world.journal.read('note-2'))[0]?.id,
        position: expect.any(BigInt),
        fault: expect.stringMatching(/^Error: /),
        parkedAt: expect.any(String),
        waiting: 1,
        about: { subjectId: subject('ann') },
      },
    ]);
  });

  it('holds ids and no words about anybody', async () => {
    breakAt(1);
    await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1, 'Ann is with her aunt.')));
    const { rows } = await world
      .pool('looking')
      .query("SELECT string_agg(parked::text, '') AS text FROM followers.parked");
    expect(rows[0].text).toContain(subject('ann'));
    expect(rows[0].text).not.toMatch(/aunt|Ann/);
  });

  it('is for what a rule refuses as well, and names the rule', async () => {
    counting.faults.set(1, () => refuse('nobody-to-count', ['Ann Lee']));
    await counting.run();
    await counting.heardUpTo(await world.happened(noted('ann', 1)));
    expect((await world.parked.list())[0]?.fault).toBe('refused: nobody-to-count');
  });

  const park = async (...events: NoteEvent[]) => {
    await counting.heardUpTo(await world.happened(...events));
    const [entry] = await world.parked.list();
    if (!entry) throw new Error('Nothing was parked.');
    return entry;
  };

  it('ends when a retry succeeds: then all that waited is handled, in order', async () => {
    breakAt(1);
    await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3));
    counting.faults.clear();
    await counting.heardUpTo(await world.parked.retry(entry, meta));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
    expect(await world.parked.list()).toEqual([]);
    await counting.heardUpTo(await world.happened(noted('ann', 4)));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2', 'ann 3', 'ann 4']);
  });

  it('goes on when a retry fails, and may be retried again', async () => {
    breakAt(1);
    await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    await counting.heardUpTo(await world.parked.retry(entry, meta));
    expect(counting.ordered).toEqual([]);
    expect(await world.parked.list()).toMatchObject([{ eventId: entry.eventId, waiting: 1 }]);
    counting.faults.clear();
    await counting.heardUpTo(await world.parked.retry(entry, meta));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2']);
  });

  it('moves to the next event that can not be handled', async () => {
    breakAt(1);
    breakAt(3);
    await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3), noted('ann', 4));
    counting.faults.delete(1);
    await counting.heardUpTo(await world.parked.retry(entry, meta));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2']);
    expect(await world.parked.list()).toMatchObject([{ position: entry.position + 2n, waiting: 1 }]);
  });

  it('passes over what is skipped, with a reason, as an event', async () => {
    breakAt(1);
    await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    await counting.heardUpTo(await world.parked.skip(entry, 'Ann was counted by hand.', meta));
    expect(counting.ordered).toEqual(['ann 2']); // The first counts as heard: this is the second.
    expect(await world.parked.list()).toEqual([]);
    const events = await world.journal.read(`operations-${installationId}`);
    expect(events.at(-1)).toMatchObject({ type: 'ParkedEntrySkipped', data: { because: 'Ann was counted by hand.' } });
  });

  it('skips what its process can not even take in', async () => {
    const picky = {
      ...count,
      evolve: (state: { times: number }, { type }: { type: string }) => {
        if (type === 'Garbled') throw new Error('No.');
        return { times: state.times + 1 };
      },
    };
    await counting.run('one', counting.send, picky);
    const entry = await park(garbled('ann'), noted('ann', 2));
    await counting.heardUpTo(await world.parked.skip(entry, 'It has a fault.', meta));
    expect(counting.ordered).toEqual(['ann 1']);
  });

  it('comes out the same when everything is replayed', async () => {
    breakAt(1);
    const first = await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    const last = await world.parked.skip(entry, 'Counted by hand.', meta);
    await counting.heardUpTo(last);
    await first.stop();
    await world.pool('losing').query('DELETE FROM followers.checkpoint; DELETE FROM followers.process_state');
    await counting.run('two');
    await counting.heardUpTo(last);
    expect(counting.ordered).toEqual(['ann 2', 'ann 2']);
    expect(await world.parked.list()).toEqual([]);
  });

  it('goes on in the middle of an answer after a crash', async () => {
    breakAt(1);
    await counting.run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3));
    counting.faults.delete(1);
    let crashes = 1;
    counting.faults.set(2, () => {
      if (crashes-- > 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    });
    await counting.heardUpTo(await world.parked.retry(entry, meta));
    expect(counting.ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
    expect(await world.parked.list()).toEqual([]);
  });
});
