import fc from 'fast-check';
import {
  beginning,
  HeldClock,
  noStream,
  type Clock,
  type EventStore,
  type NewEvent,
  type StoredEvent,
} from '#event-sourcing';
import { allAfter, anEvent, aStream, endingOf, writeUntilTaken } from './writing.js';

const recordedAtOf = ({ meta }: StoredEvent): string => (JSON.parse(meta) as { recordedAt: string }).recordedAt;

/** In what stores may differ; whatever is not named here, they all do alike. */
export type Abilities = {
  /** It refuses an id that lies anywhere in the log; otherwise it only looks where a stream has moved on. */
  readonly knowsAllIds: boolean;
};

/**
 * What every event store does. It may hold events already: nothing here relies on an empty one, so one database will do.
 */
export function describeEventStore(
  name: string,
  open: (clock: Clock) => Promise<EventStore>,
  { knowsAllIds }: Abilities = { knowsAllIds: true },
): void {
  describe(name, () => {
    const clock = new HeldClock('2026-11-23T09:00:00.000Z');
    let store: EventStore;
    beforeAll(async () => (store = await open(clock)));
    afterAll(() => store.close());

    /** So many events further: exactly, where positions count them, and anywhere further on, where they don't. */
    const expectFurther = (position: bigint, before: bigint, events: number) =>
      store.gapless ? expect(position).toBe(before + BigInt(events)) : expect(position).toBeGreaterThan(before);
    const expectInOrder = (events: readonly StoredEvent[], from: bigint) =>
      events.forEach(({ position }, index) => expectFurther(position, events[index - 1]?.position ?? from, 1));

    describe('appending', () => {
      it('to a new stream begins at revision 0 and follows the head', async () => {
        const head = await store.head();
        const appended = await store.append(aStream(), noStream, [anEvent(), anEvent()]);
        expect(appended.revision).toBe(1n);
        expectFurther(appended.position, head, 2);
        expect(await store.head()).toBe(appended.position);
      });

      it('goes on from the expected revision', async () => {
        const stream = aStream();
        const first = await store.append(stream, noStream, [anEvent()]);
        const second = await store.append(stream, 0n, [anEvent()]);
        expect(second.revision).toBe(1n);
        expectFurther(second.position, first.position, 1);
        expect((await store.readStream(stream)).map(({ position }) => position)).toEqual([
          first.position,
          second.position,
        ]);
      });

      it('is refused when the stream is elsewhere, and says where', async () => {
        const stream = aStream();
        expect(await endingOf(store.append(stream, 3n, [anEvent()]))).toBe('moved to -1');
        await store.append(stream, noStream, [anEvent(), anEvent()]);
        expect(await endingOf(store.append(stream, noStream, [anEvent()]))).toBe('moved to 1');
        expect(await endingOf(store.append(stream, 0n, [anEvent()]))).toBe('moved to 1');
        expect(await endingOf(store.append(stream, 2n, [anEvent()]))).toBe('moved to 1');
        await expect(store.append(stream, 2n, [anEvent()])).rejects.toMatchObject({ stream, expected: 2n });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('is all or nothing', async () => {
        const stream = aStream();
        const there = anEvent();
        await store.append(stream, noStream, [there]);
        const refused = knowsAllIds ? 'id-used-elsewhere' : 'moved to 0';
        expect(await endingOf(store.append(stream, noStream, [there, anEvent()]))).toBe(refused);
        expect(await store.readStream(stream)).toHaveLength(1);
      });

      it('keeps the very bytes, and writes the moment of recording where there is room for it', async () => {
        const stream = aStream();
        const event = anEvent({ text: 'Ålesund \\ "quoted" \u0001 \ud83d\ude00 {},NULL', list: [1, null, true] });
        clock.moveTo('2026-11-23T09:00:01.250Z');
        const { position } = await store.append(stream, noStream, [event]);
        const meta = event.meta.replace('"recordedAt":""', '"recordedAt":"2026-11-23T09:00:01.250Z"');
        expect(await store.readStream(stream)).toEqual([{ ...event, meta, stream, revision: 0n, position }]);
      });

      it('never records backwards, whatever the clock says', async () => {
        const stream = aStream();
        clock.moveTo('2026-11-23T09:00:02.000Z');
        await store.append(stream, noStream, [anEvent()]);
        clock.moveTo('2026-11-23T08:00:00.000Z');
        await store.append(stream, 0n, [anEvent()]);
        clock.moveTo('2026-11-23T09:00:03.000Z');
        await store.append(stream, 1n, [anEvent()]);
        expect((await store.readStream(stream)).map(recordedAtOf)).toEqual([
          '2026-11-23T09:00:02.000Z',
          '2026-11-23T09:00:02.000Z',
          '2026-11-23T09:00:03.000Z',
        ]);
      });

      it('takes as much at once as the limits allow', async () => {
        const stream = aStream();
        await store.append(
          stream,
          noStream,
          Array.from({ length: 500 }, () => anEvent()),
        );
        await store.append(stream, 499n, [anEvent('x'.repeat(500_000)), anEvent('y'.repeat(500_000))]);
        expect(await store.readStream(stream)).toHaveLength(502);
      });
    });

    describe('appending again', () => {
      it('the same ids at the same revisions answers as the first time', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        const first = await store.append(stream, noStream, events);
        await store.append(stream, 1n, [anEvent()]);
        const head = await store.head();
        expect(await store.append(stream, noStream, events)).toEqual(first);
        expect(await store.head()).toBe(head);
      });

      it('some of them only is not the same', async () => {
        const stream = aStream();
        const [a, b] = [anEvent(), anEvent()];
        await store.append(stream, noStream, [a, b]);
        const [first] = await store.readStream(stream);
        expect(await store.append(stream, noStream, [a])).toEqual({ revision: 0n, position: first?.position });
        const refused = knowsAllIds ? 'id-used-elsewhere' : 'moved to 1';
        expect(await endingOf(store.append(stream, noStream, [b, a]))).toBe(refused);
        expect(await endingOf(store.append(stream, noStream, [a, b, anEvent()]))).toBe(refused);
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      if (knowsAllIds) {
        it('an id to another stream, or later in its own, is refused, with all that would go with it', async () => {
          const [stream, another] = [aStream(), aStream()];
          const event = anEvent();
          await store.append(stream, noStream, [event]);
          expect(await endingOf(store.append(stream, 0n, [event]))).toBe('id-used-elsewhere');
          expect(await endingOf(store.append(another, noStream, [anEvent(), event]))).toBe('id-used-elsewhere');
          expect(await store.readStream(another)).toEqual([]);
        });
      } else {
        it('an id to another stream, or later in its own, is taken', async () => {
          const [stream, another] = [aStream(), aStream()];
          const event = anEvent();
          await store.append(stream, noStream, [event]);
          expect(await endingOf(store.append(stream, 0n, [event]))).toBe('appended');
          expect(await endingOf(store.append(another, noStream, [event]))).toBe('appended');
        });
      }
    });

    describe('many appends at once', () => {
      it('are each answered for themselves: what can never be stored takes nobody with it', async () => {
        const taken = anEvent();
        const moved = aStream();
        const twice = aStream();
        const repeated = aStream();
        const first = anEvent();
        await store.append(moved, noStream, [taken]);
        const before = await store.append(repeated, noStream, [first]);
        const head = await store.head();

        const good = Array.from({ length: 5 }, () => aStream());
        const endings = await Promise.all([
          ...good.slice(0, 3).map((stream) => endingOf(store.append(stream, noStream, [anEvent()]))),
          endingOf(store.append(moved, noStream, [anEvent()])),
          endingOf(store.append(aStream(), noStream, [taken])),
          endingOf(store.append(aStream(), noStream, [{ ...anEvent(), data: '"\\u0000"' }])),
          endingOf(store.append(aStream(), noStream, [{ ...anEvent(), data: '"\u0000"' }])),
          endingOf(store.append(aStream(), noStream, [{ ...anEvent(), data: '"\ud800"' }])),
          endingOf(store.append(`note-${'x'.repeat(300)}`, noStream, [anEvent()])),
          endingOf(store.append(aStream(), noStream, [anEvent({}, 'X'.repeat(200))])),
          endingOf(store.append(twice, noStream, [anEvent()])),
          endingOf(store.append(twice, 0n, [anEvent()])),
          endingOf(store.append(twice, 0n, [anEvent()])),
          endingOf(store.append(repeated, noStream, [first])),
          ...good.slice(3).map((stream) => endingOf(store.append(stream, noStream, [anEvent(), anEvent()]))),
        ]);
        expect(endings).toEqual([
          'appended',
          'appended',
          'appended',
          'moved to 0',
          knowsAllIds ? 'id-used-elsewhere' : 'appended',
          'not-canonical-text',
          'not-canonical-text',
          'not-canonical-text',
          'name',
          'name',
          'appended',
          'appended',
          'moved to 1',
          'appended',
          'appended',
          'appended',
        ]);
        expect(await store.append(repeated, noStream, [first])).toEqual(before);
        expect(await allAfter(store, head)).toHaveLength(3 + 2 + 4 + (knowsAllIds ? 0 : 1));
      });

      if (knowsAllIds) {
        it('with one id: one of them has it', async () => {
          const event = anEvent();
          const endings = await Promise.all([1, 2, 3].map(() => endingOf(store.append(aStream(), noStream, [event]))));
          expect(endings.sort()).toEqual(['appended', 'id-used-elsewhere', 'id-used-elsewhere']);
        });
      }

      it('by 64 writers on 8 streams lose nothing and repeat nothing, in one order', async () => {
        const from = await store.head();
        const streams = Array.from({ length: 8 }, () => aStream());
        const written = await Promise.all(
          Array.from({ length: 64 }, (_, writer) => writeUntilTaken(store, streams[writer % 8] ?? '', 4)),
        );
        const all = await allAfter(store, from);
        expectInOrder(all, from);
        expect(all.map(({ id }) => id).sort()).toEqual(written.flat().sort());
        for (const stream of streams) {
          const events = await store.readStream(stream);
          expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
          expect(events).toEqual(all.filter((event) => event.stream === stream));
        }
      });
    });

    describe('reading', () => {
      it('a stream that is not there finds nothing', async () => {
        expect(await store.readStream(aStream())).toEqual([]);
      });

      it('a stream goes to a revision, that one included', async () => {
        const stream = aStream();
        await store.append(stream, noStream, [anEvent(0), anEvent(1), anEvent(2)]);
        const data = async (upTo: bigint) => (await store.readStream(stream, upTo)).map((event) => event.data);
        expect(await data(1n)).toEqual(['0', '1']);
        expect(await data(9n)).toEqual(['0', '1', '2']);
        expect(await data(noStream)).toEqual([]);
      });

      it('all goes on after a position, in order, so many at most', async () => {
        const from = await store.head();
        const [one, two] = [aStream(), aStream()];
        await store.append(one, noStream, [anEvent(1)]);
        await store.append(two, noStream, [anEvent(2), anEvent(3)]);
        const last = await store.append(one, 0n, [anEvent(4)]);
        const [second] = await store.readStream(two);
        const data = async (after: bigint, limit: number) =>
          (await store.readAll(after, limit)).map((event) => event.data);
        expect(await data(from, 3)).toEqual(['1', '2', '3']);
        expect(await data(second?.position ?? 0n, 100)).toEqual(['3', '4']);
        expect(await data(last.position, 100)).toEqual([]);
        const [first] = await store.readAll(beginning, 1);
        expectFurther(first?.position ?? 0n, beginning, 1);
      });

      it('finds one event by its position, the same as in its stream and among all', async () => {
        const stream = aStream();
        const from = await store.head();
        await store.append(stream, noStream, [anEvent(1), anEvent(2)]);
        const events = await store.readStream(stream);
        expect(await store.readAll(from, 9)).toEqual(events);
        for (const event of events) expect(await store.readAt(event.position)).toEqual(event);
      });

      it('all can be of certain categories and types', async () => {
        const from = await store.head();
        await store.append(aStream('apple'), noStream, [anEvent(1, 'Grown'), anEvent(2, 'Eaten')]);
        await store.append(aStream('pear'), noStream, [anEvent(3, 'Grown')]);
        const data = async (filter: Parameters<EventStore['readAll']>[2], limit = 10) =>
          (await store.readAll(from, limit, filter)).map((event) => event.data);
        expect(await data({ types: ['Grown'] })).toEqual(['1', '3']);
        expect(await data({ types: ['Grown'] }, 1)).toEqual(['1']);
        expect(await data({ categories: ['apple', 'plum'] })).toEqual(['1', '2']);
        expect(await data({ categories: ['pear'], types: ['Grown', 'Eaten'] })).toEqual(['3']);
        expect(await data({ types: [] })).toEqual([]);
      });

      it('finds the highest position recorded at or before a moment', async () => {
        clock.moveTo('2026-11-23T10:00:00.000Z');
        const before = await store.head();
        const stream = aStream();
        const { position: two } = await store.append(stream, noStream, [anEvent(), anEvent()]);
        clock.moveTo('2026-11-23T10:05:00.000Z');
        const { position: three } = await store.append(stream, 1n, [anEvent()]);
        expect(await store.positionAt('2026-11-23T09:59:59.999Z')).toBe(before);
        expect(await store.positionAt('2026-11-23T10:00:00.000Z')).toBe(two);
        expect(await store.positionAt('2026-11-23T10:04:59.999Z')).toBe(two);
        expect(await store.positionAt('2026-11-23T10:05:00.000Z')).toBe(three);
        expect(await store.positionAt('2030-01-01T00:00:00.000Z')).toBe(three);
        expect(await store.positionAt('1990-01-01T00:00:00.000Z')).toBe(beginning);
      });
    });

    describe('waiting', () => {
      it('ends at once when the head is past the position', async () => {
        const head = await store.head();
        await store.append(aStream(), noStream, [anEvent()]);
        expect(await store.waitPast(head, 0)).toBe(true);
      });

      it('ends when the time is over', async () => {
        expect(await store.waitPast(await store.head(), 1)).toBe(false);
      });

      it('ends when an event comes', async () => {
        const waited = store.waitPast(await store.head(), 10_000);
        await store.append(aStream(), noStream, [anEvent()]);
        expect(await waited).toBe(true);
      });

      it('ends when it is called off', async () => {
        const calledOff = new AbortController();
        const waited = store.waitPast(await store.head(), 10_000, calledOff.signal);
        calledOff.abort();
        expect(await waited).toBe(false);
      });
    });

    describe('a subscription', () => {
      it('catches up, then goes on with what comes, each event once and in order', async () => {
        const from = await store.head();
        const stream = aStream('fruit');
        await store.append(stream, noStream, [anEvent(1), anEvent(2), anEvent(3)]);
        const ended = new AbortController();
        const heard: string[] = [];
        for await (const batch of store.subscribe(from, { signal: ended.signal, limit: 2, categories: ['fruit'] })) {
          heard.push(...batch.map((event) => event.data));
          if (heard.length === 3) {
            await store.append(aStream('nut'), noStream, [anEvent(0)]);
            await store.append(stream, 2n, [anEvent(4)]);
          }
          if (heard.length === 4) ended.abort();
        }
        expect(heard).toEqual(['1', '2', '3', '4']);
      });
    });

    it('does as a simple model says, whatever is asked of it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anAppend, { minLength: 1, maxLength: 25 }), async (appends) => {
          const model = new Model(knowsAllIds);
          const from = await store.head();
          for (const { stream, off, events, reuse } of appends) {
            const asked = model.ask(stream, off, events, reuse);
            expect(await endingOf(store.append(asked.stream, asked.expected, asked.events))).toBe(asked.ending);
          }
          const all = await allAfter(store, from);
          expect(all.map(({ stream, revision, id }) => ({ stream, revision, id }))).toEqual(model.log);
          expectInOrder(all, from);
        }),
        { numRuns: 25 },
      );
    });
  });
}

const anAppend = fc.record({
  stream: fc.nat(2),
  /** How far from the right revision: mostly right. */
  off: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) }),
  events: fc.integer({ min: 1, max: 3 }),
  /** Takes the id of the model's first event for its last one. */
  reuse: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** The contract's order and refusals in the fewest words: one list. */
class Model {
  readonly log: Pick<StoredEvent, 'stream' | 'revision' | 'id'>[] = [];
  private readonly streams = [aStream(), aStream(), aStream()];

  constructor(private readonly knowsAllIds: boolean) {}

  ask(which: number, off: number, count: number, reuse: boolean) {
    const stream = this.streams[which] ?? '';
    const actual = BigInt(this.log.filter((event) => event.stream === stream).length) - 1n;
    const expected = actual + BigInt(off);
    const events = Array.from({ length: count }, () => anEvent());
    const first = this.log[0];
    if (reuse && first) events.splice(-1, 1, anEvent({}, 'Noted', first.id));
    return { stream, expected, events, ending: this.endingOf(stream, actual, expected, events) };
  }

  private endingOf(stream: string, actual: bigint, expected: bigint, events: readonly NewEvent[]): string {
    const at = (revision: bigint) => this.log.find((event) => event.stream === stream && event.revision === revision);
    if (events.every(({ id }, index) => at(expected + 1n + BigInt(index))?.id === id)) return 'appended';
    const used = events.some(({ id }) => this.log.some((event) => event.id === id));
    if (used && this.knowsAllIds) return 'id-used-elsewhere';
    if (actual !== expected) return `moved to ${actual}`;
    for (const { id } of events) {
      const revision = BigInt(this.log.filter((event) => event.stream === stream).length);
      this.log.push({ stream, revision, id });
    }
    return 'appended';
  }
}
