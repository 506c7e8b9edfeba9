import { randomUUID } from 'node:crypto';
import { refuse, StreamMoved, type Message, type Meta, type Position, type Process } from '#event-sourcing';
import { installationId } from '#domain';
import {
  ended,
  FollowingWorld,
  meta,
  noted,
  noteEvents,
  rained,
  subject,
  type NoteEvent,
} from '../../../test/support/following.js';
import type { SendCommand } from './reactor.js';

type Count = { type: 'Count'; data: { subjectId: string; times: number; mark: number } };

/** Orders a count for each note, and remembers how many there were. */
const count: Process<NoteEvent, { times: number }, Count> = {
  name: 'count-the-notes',
  hears: [noteEvents],
  instance: ({ type, data }) => (type === 'Ended' ? null : data.subjectId),
  initial: { times: 0 },
  evolve: ({ times }) => ({ times: times + 1 }),
  react: ({ type, data }, { times }) => {
    if (type === 'Garbled') throw new Error('What Ann said about Ben.');
    return type === 'Noted' ? [{ type: 'Count', data: { subjectId: data.subjectId, times, mark: data.mark } }] : [];
  },
};

let world: FollowingWorld;
/** What was ordered, each as `name times`, in order. */
let ordered: string[];
let metas: Meta[];
/** Fails an order by its mark, as long as there is a fault for it. */
let faults: Map<number, () => void>;

const names = ['ann', 'ben', 'cat'];
const send: SendCommand = async (command: Message, given) => {
  const { subjectId, times, mark } = (command as Count).data;
  faults.get(mark)?.();
  ordered.push(`${names.find((name) => subject(name) === subjectId)} ${times}`);
  metas.push(given);
};

beforeEach(async () => {
  world = await FollowingWorld.open();
  [ordered, metas, faults] = [[], [], new Map()];
}, 60_000);
afterEach(() => world.close());

const run = (as = 'one', using = send, process = count) => world.follow({ processes: [process], send: using }, { as });
const heardUpTo = (position: Position) => world.caughtUp(position, count.name);
const operations = async () =>
  (await world.journal.read(`operations-${installationId}`)).map(({ type, data }) => [type, data['reactor']]);

describe('a reactor', () => {
  it('gives the commands of its process, each instance with its own memory, and says because of what', async () => {
    await run();
    await heardUpTo(await world.happened(noted('ann', 1), noted('ben', 1), rained, noted('ann', 2), ended('ann')));
    expect(ordered).toEqual(['ann 1', 'ben 1', 'ann 2']);
    const [cause] = await world.journal.read('note-1');
    expect(metas[0]).toEqual({
      actor: { kind: 'system', id: 'count-the-notes', roles: [] },
      correlationId: meta.correlationId,
      causationId: cause?.id,
      via: 'job',
    });
  });

  it('goes on where it stopped, with what it remembered', async () => {
    const first = await run();
    await heardUpTo(await world.happened(noted('ann', 1)));
    await first.stop();
    await world.happened(noted('ann', 2));
    await run('two');
    await heardUpTo(await world.happened(noted('ann', 3)));
    expect(ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
  });

  it('hears everything when it is the first of an installation, and later ones what follows their start', async () => {
    await world.happened(noted('ann', 1));
    await run();
    await heardUpTo(await world.happened(noted('ann', 2)));
    expect(ordered).toEqual(['ann 1', 'ann 2']);
    await world.follow({ processes: [{ ...count, name: 'count-again' }], send }, { as: 'later' });
    const last = await world.happened(noted('ben', 1));
    await heardUpTo(last);
    await world.caughtUp(last, 'count-again');
    expect(ordered.filter((each) => each.startsWith('ben'))).toHaveLength(2);
    expect(ordered.filter((each) => each.startsWith('ann'))).toHaveLength(2);
    expect(await operations()).toEqual([
      ['ReactorStarted', 'count-the-notes'],
      ['ReactorStarted', 'count-again'],
    ]);
  });

  it('replays from its start when its checkpoint is lost', async () => {
    const first = await run();
    await heardUpTo(await world.happened(noted('ann', 1), noted('ann', 2)));
    await first.stop();
    await world.pool('losing').query('DELETE FROM followers.checkpoint; DELETE FROM followers.process_state');
    await run('two');
    await heardUpTo(await world.store.head());
    expect(ordered).toEqual(['ann 1', 'ann 2', 'ann 1', 'ann 2']);
  });

  it('orders again what it was not able to note as ordered', async () => {
    let crashes = 1;
    const crashing: SendCommand = async (command, given) => {
      await send(command, given);
      if (crashes-- > 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    await run('one', crashing);
    await heardUpTo(await world.happened(noted('ann', 1), noted('ann', 2)));
    expect(ordered).toEqual(['ann 1', 'ann 1', 'ann 2']);
    expect(await world.parked.list()).toEqual([]);
  });

  it('tries again when a stream never stood still', async () => {
    let moved = 2;
    faults.set(1, () => {
      if (moved-- > 0) throw new StreamMoved('note-1', 0n, 1n);
    });
    await run();
    await heardUpTo(await world.happened(noted('ann', 1)));
    expect(ordered).toEqual(['ann 1']);
  });
});

describe('parking', () => {
  const breakAt = (mark: number) =>
    faults.set(mark, () => {
      throw new Error('About Ann, who is not well.');
    });

  it('keeps an instance in order behind what could not be handled, and nobody else', async () => {
    breakAt(2);
    await run();
    const last = await world.happened(
      noted('ann', 1),
      noted('ann', 2),
      noted('ben', 1),
      noted('ann', 3),
      noted('ben', 3),
    );
    await heardUpTo(last);
    expect(ordered).toEqual(['ann 1', 'ben 1', 'ben 2']);
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
    await run();
    await heardUpTo(await world.happened(noted('ann', 1, 'Ann is with her aunt.')));
    const { rows } = await world
      .pool('looking')
      .query("SELECT string_agg(parked::text, '') AS text FROM followers.parked");
    expect(rows[0].text).toContain(subject('ann'));
    expect(rows[0].text).not.toMatch(/aunt|Ann/);
  });

  it('is for what a rule refuses as well, and names the rule', async () => {
    faults.set(1, () => refuse('nobody-to-count', ['Ann Lee']));
    await run();
    await heardUpTo(await world.happened(noted('ann', 1)));
    expect((await world.parked.list())[0]?.fault).toBe('refused: nobody-to-count');
  });

  const park = async (...events: NoteEvent[]) => {
    await heardUpTo(await world.happened(...events));
    const [entry] = await world.parked.list();
    if (!entry) throw new Error('Nothing was parked.');
    return entry;
  };

  it('ends when a retry succeeds: then all that waited is handled, in order', async () => {
    breakAt(1);
    await run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3));
    faults.clear();
    await heardUpTo(await world.parked.retry(entry, meta));
    expect(ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
    expect(await world.parked.list()).toEqual([]);
    await heardUpTo(await world.happened(noted('ann', 4)));
    expect(ordered).toEqual(['ann 1', 'ann 2', 'ann 3', 'ann 4']);
  });

  it('goes on when a retry fails, and may be retried again', async () => {
    breakAt(1);
    await run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    await heardUpTo(await world.parked.retry(entry, meta));
    expect(ordered).toEqual([]);
    expect(await world.parked.list()).toMatchObject([{ eventId: entry.eventId, waiting: 1 }]);
    faults.clear();
    await heardUpTo(await world.parked.retry(entry, meta));
    expect(ordered).toEqual(['ann 1', 'ann 2']);
  });

  it('moves to the next event that can not be handled', async () => {
    breakAt(1);
    breakAt(3);
    await run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3), noted('ann', 4));
    faults.delete(1);
    await heardUpTo(await world.parked.retry(entry, meta));
    expect(ordered).toEqual(['ann 1', 'ann 2']);
    expect(await world.parked.list()).toMatchObject([{ position: entry.position + 2n, waiting: 1 }]);
  });

  it('passes over what is skipped, with a reason, as an event', async () => {
    breakAt(1);
    await run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    await heardUpTo(await world.parked.skip(entry, 'Ann was counted by hand.', meta));
    expect(ordered).toEqual(['ann 2']); // The first counts as heard: this is the second.
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
    await run('one', send, picky);
    const entry = await park({ type: 'Garbled', data: { subjectId: subject('ann') } }, noted('ann', 2));
    await heardUpTo(await world.parked.skip(entry, 'It has a fault.', meta));
    expect(ordered).toEqual(['ann 1']);
  });

  it('comes out the same when everything is replayed', async () => {
    breakAt(1);
    const first = await run();
    const entry = await park(noted('ann', 1), noted('ann', 2));
    const last = await world.parked.skip(entry, 'Counted by hand.', meta);
    await heardUpTo(last);
    await first.stop();
    await world.pool('losing').query('DELETE FROM followers.checkpoint; DELETE FROM followers.process_state');
    await run('two');
    await heardUpTo(last);
    expect(ordered).toEqual(['ann 2', 'ann 2']);
    expect(await world.parked.list()).toEqual([]);
  });

  it('goes on in the middle of an answer after a crash', async () => {
    breakAt(1);
    await run();
    const entry = await park(noted('ann', 1), noted('ann', 2), noted('ann', 3));
    faults.delete(1);
    let crashes = 1;
    faults.set(2, () => {
      if (crashes-- > 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    });
    await heardUpTo(await world.parked.retry(entry, meta));
    expect(ordered).toEqual(['ann 1', 'ann 2', 'ann 3']);
    expect(await world.parked.list()).toEqual([]);
  });
});

describe('a lease', () => {
  it('lets one process at a time run a reactor', async () => {
    for (const as of ['one', 'two', 'three']) await run(as);
    for (let mark = 0; mark < 20; mark += 1) await world.happened(noted('ann', mark));
    await heardUpTo(await world.store.head());
    expect(ordered).toEqual(Array.from({ length: 20 }, (_, index) => `ann ${index + 1}`));
  });

  it('passes at once from a process that stops', async () => {
    const first = await run('one');
    await run('two');
    await heardUpTo(await world.happened(noted('ann', 1)));
    await first.stop();
    const before = performance.now();
    await heardUpTo(await world.happened(noted('ann', 2)));
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('passes within ten seconds from a process that died', async () => {
    // A process that died holds its lease for what is left of it.
    await run('one');
    await heardUpTo(await world.happened(noted('ann', 1)));
    await world.stopAll();
    await world
      .pool('dying')
      .query("UPDATE followers.checkpoint SET lease_holder = $1, lease_until = clock_timestamp() + interval '5 s'", [
        randomUUID(),
      ]);
    await run('two');
    const before = performance.now();
    await heardUpTo(await world.happened(noted('ann', 2)));
    const waited = performance.now() - before;
    expect(waited).toBeGreaterThan(3_000);
    expect(waited).toBeLessThan(10_000);
    expect(ordered).toEqual(['ann 1', 'ann 2']);
  }, 15_000);

  it('that was lost in the middle of a command saves nothing', async () => {
    let release = () => {};
    let reached = () => {};
    const sending = new Promise<void>((resolve) => (reached = resolve));
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: SendCommand = async (command, given) => {
      reached();
      await held;
      await send(command, given);
    };
    const deposed = await run('slow', slow);
    const last = await world.happened(noted('ann', 1));
    await sending;
    // Another process takes over, as it may when this one was frozen for longer than its lease.
    await world.pool('freezing').query("UPDATE followers.checkpoint SET lease_until = now() - interval '1 s'");
    await run('two');
    await heardUpTo(last);
    const state = async () =>
      (await world.pool('looking').query('SELECT state FROM followers.process_state')).rows.map(({ state }) => state);
    expect(await state()).toEqual([{ times: 1 }]);
    release();
    await deposed.stop();
    expect(await state()).toEqual([{ times: 1 }]);
    expect(ordered).toEqual(['ann 1', 'ann 1']); // The second decides nothing, which is for the decider to see to.
  });
});

describe('starting reactors', () => {
  it('in two processes at once begins them all at the beginning', async () => {
    const processes = ['a', 'b', 'c'].map((name) => ({ ...count, name: `count-${name}` }));
    await world.happened(noted('ann', 1));
    await Promise.all(['one', 'two'].map((as) => world.follow({ processes, send }, { as })));
    for (const { name } of processes) await world.caughtUp(await world.store.head(), name);
    expect(ordered).toEqual(['ann 1', 'ann 1', 'ann 1']);
    expect(await operations()).toHaveLength(3);
  });

  it('needs somebody to carry out commands', async () => {
    await expect(world.follow({ processes: [count] })).rejects.toThrow(/nobody to carry them out/);
  });
});
