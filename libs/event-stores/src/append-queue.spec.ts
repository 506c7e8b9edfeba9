import fc from 'fast-check';
import { noStream, StreamMoved, type NewEvent } from '#event-sourcing';
import { AppendQueue, groupLimits, nextGroup, type Append, type Outcome } from './append-queue.js';

let count = 0;
const anEvent = (data = '{}'): NewEvent => ({
  id: String((count += 1)),
  type: 'Noted',
  data,
  meta: '{"recordedAt":""}',
});
const append = (stream: string, events = [anEvent()]): Append => ({ stream, expected: noStream, events });

/** A queue whose calls end as the test says; each call is kept as the streams that it carried. */
function queueOf(answer: (group: readonly Append[], call: number) => Promise<readonly Outcome[]>) {
  const calls: string[][] = [];
  const heads: bigint[] = [];
  const queue = new AppendQueue({
    send: (group) => {
      calls.push(group.map(({ stream }) => stream));
      return answer(group, calls.length);
    },
    mayGoAgain: (error) => error instanceof Error && error.message === 'lost',
    forMs: 30,
    onAppended: (head) => heads.push(head),
  });
  return { queue, calls, heads };
}

const accept = async (group: readonly Append[]): Promise<Outcome[]> =>
  group.map(({ events }, index) => ({
    kind: 'appended',
    revision: BigInt(events.length) - 1n,
    position: BigInt(index + 1),
  }));

describe('appends', () => {
  it('of one moment go in one call', async () => {
    const { queue, calls, heads } = queueOf(accept);
    const answers = await Promise.all([queue.append(append('a')), queue.append(append('b'))]);
    expect(calls).toEqual([['a', 'b']]);
    expect(answers.map(({ position }) => position)).toEqual([1n, 2n]);
    expect(heads).toEqual([2n]);
  });

  it('that arrive while a call is on its way go together in the next', async () => {
    let reply = (): void => undefined;
    const replied = new Promise<void>((resolve) => (reply = resolve));
    const { queue, calls } = queueOf(async (group, call) => {
      if (call === 1) await replied;
      return accept(group);
    });
    const first = queue.append(append('a'));
    await new Promise(setImmediate);
    const others = [queue.append(append('b')), queue.append(append('c'))];
    await new Promise(setImmediate);
    expect(calls).toEqual([['a']]);
    reply();
    await Promise.all([first, ...others]);
    expect(calls).toEqual([['a'], ['b', 'c']]);
  });

  it('are answered for themselves', async () => {
    const { queue, heads } = queueOf(async () => [
      { kind: 'moved', actual: 4n },
      { kind: 'id-used-elsewhere' },
      { kind: 'appended', revision: 0n, position: 7n },
    ]);
    const [moved, used, fine] = await Promise.allSettled([
      queue.append(append('a')),
      queue.append(append('b')),
      queue.append(append('c')),
    ]);
    expect(moved).toMatchObject({ reason: new StreamMoved('a', noStream, 4n) });
    expect(used).toMatchObject({ reason: { reason: 'id-used-elsewhere' } });
    expect(fine).toMatchObject({ value: { position: 7n } });
    expect(heads).toEqual([7n]);
  });

  it('go one by one when the call fails, so that only the bad one does', async () => {
    const { queue, calls } = queueOf(async (group) => {
      if (group.some(({ stream }) => stream === 'bad')) throw new Error('no such thing');
      return accept(group);
    });
    const endings = await Promise.allSettled(['a', 'bad', 'c'].map((stream) => queue.append(append(stream))));
    expect(endings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(calls).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('go again together, as they were, when the connection was lost', async () => {
    const { queue, calls } = queueOf(async (group, call) => {
      if (call === 1) throw new Error('lost');
      return accept(group);
    });
    await Promise.all([queue.append(append('a')), queue.append(append('b'))]);
    expect(calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('fail when the connection stays lost, and the queue goes on', async () => {
    let lost = true;
    const { queue } = queueOf(async (group) => {
      if (lost) throw new Error('lost');
      return accept(group);
    });
    await expect(queue.append(append('a'))).rejects.toThrow('lost');
    lost = false;
    await expect(queue.append(append('a'))).resolves.toMatchObject({ position: 1n });
  });

  it('have all been answered when the queue is drained', async () => {
    const { queue, calls } = queueOf(accept);
    void queue.append(append('a'));
    void queue.append(append('a'));
    await queue.drained();
    expect(calls).toEqual([['a'], ['a']]);
    await queue.drained();
  });
});

describe('a group', () => {
  const sized = (stream: string, events: number, bytes: number) => ({
    ...append(
      stream,
      Array.from({ length: events }, () => anEvent()),
    ),
    bytes,
  });

  it('takes one append of a stream; the next waits its turn, in order', () => {
    const [a1, b, a2, a3] = [sized('a', 1, 1), sized('b', 1, 1), sized('a', 1, 1), sized('a', 1, 1)];
    expect(nextGroup([a1, b, a2, a3])).toEqual({ group: [a1, b], rest: [a2, a3] });
  });

  it('takes one append of an id', () => {
    const [a, b] = [sized('a', 1, 1), sized('b', 1, 1)];
    const sameId = { ...b, events: a.events };
    expect(nextGroup([a, sameId])).toEqual({ group: [a], rest: [sameId] });
  });

  it('takes an append that is larger than the limits, alone', () => {
    const [large, small] = [sized('a', 1, 9_000_000), sized('b', 1, 1)];
    expect(nextGroup([large, small])).toEqual({ group: [large], rest: [small] });
  });

  it('keeps the limits, takes at least one, loses none and keeps the order of each stream', () => {
    const waiting = fc.array(
      fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 700_000 })),
      { minLength: 1, maxLength: 400 },
    );
    fc.assert(
      fc.property(waiting, (shapes) => {
        const all = shapes.map(([stream, events, bytes]) => sized(`s${stream}`, events, bytes));
        const { group, rest } = nextGroup(all);
        expect(group.length + rest.length).toBe(all.length);
        expect(group.length).toBeGreaterThan(0);
        expect(group.length).toBeLessThanOrEqual(groupLimits.appendsMax);
        expect(new Set(group.map(({ stream }) => stream)).size).toBe(group.length);
        const events = group.reduce((sum, each) => sum + each.events.length, 0);
        const bytes = group.reduce((sum, each) => sum + each.bytes, 0);
        const within = events <= groupLimits.eventsMax && bytes <= groupLimits.bytesMax;
        expect(within || group.length === 1).toBe(true);
        for (const stream of new Set(all.map((each) => each.stream))) {
          const ofStream = (list: typeof all) => list.filter((each) => each.stream === stream);
          expect([...ofStream(group), ...ofStream(rest)]).toEqual(ofStream(all));
        }
      }),
      { numRuns: 50 },
    );
  });
});
