import { z } from 'zod';
import { canonical } from './canonical.js';
import { refuse, same, type Decider } from './decider.js';
import { StreamMoved } from './event-store.js';
import { Journal, transact, UnknownEventType, type Codec } from './journal.js';
import { MemoryEventStore } from './memory-event-store.js';
import { catalogue, messages, type MessageOf } from './messages.js';
import { bySystem, recordedMeta } from './meta.js';
import { HeldClock } from './time.js';

const events = messages({ Counted: z.object({ by: z.number() }), Closed: z.object({}) });
const commands = messages({ Count: z.object({ by: z.number() }), Close: z.object({}) });
type Event = MessageOf<typeof events>;
type Command = MessageOf<typeof commands>;

const counter: Decider<Command, Event, { total: number; closed: boolean }> = {
  category: 'counter',
  initial: { total: 0, closed: false },
  evolve: (state, { type, data }) =>
    type === 'Counted' ? { ...state, total: state.total + data.by } : { ...state, closed: true },
  decide: ({ type, data }, { closed }) => {
    switch (type) {
      case 'Count':
        return closed ? refuse('counter-closed') : [{ type: 'Counted', data }];
      case 'Close':
        return closed ? [] : [{ type: 'Closed', data }];
    }
  },
};

const definitions = catalogue(events);
const plain: Codec = {
  definition: (type) => definitions.get(type),
  seal: async (_, { data }) => canonical(data),
  open: async (stored) =>
    stored.map((event) => {
      const definition = definitions.get(event.type);
      if (!definition) throw new UnknownEventType(event.type, event.position);
      const data = definition.schema.parse(JSON.parse(event.data));
      return { ...event, data, meta: recordedMeta.parse(JSON.parse(event.meta)) };
    }),
};

const meta = bySystem('test', 'a0000000-0000-4000-8000-000000000001');
const count = (by: number): Command => ({ type: 'Count', data: { by } });

describe('carrying out a command', () => {
  const clock = new HeldClock('2026-11-23T09:00:00.000Z');
  let store: MemoryEventStore;
  let journal: Journal;
  beforeEach(() => {
    store = new MemoryEventStore(clock);
    journal = new Journal(store, plain);
  });

  it('appends what is decided, with its meta', async () => {
    const { position, revision } = await transact(journal, counter, '1', count(2), meta);
    expect({ position, revision }).toEqual({ position: 1n, revision: 0n });
    const [event] = await journal.read('counter-1');
    expect(event).toMatchObject({ type: 'Counted', data: { by: 2 } });
    expect(event?.meta).toEqual({ ...meta, schema: 1, recordedAt: '2026-11-23T09:00:00.000Z' });
  });

  it('appends nothing when it was carried out before, and says where it stands', async () => {
    await transact(journal, counter, '1', { type: 'Close', data: {} }, meta);
    await transact(journal, counter, '2', count(1), meta);
    const again = await transact(journal, counter, '1', { type: 'Close', data: {} }, meta);
    expect(again).toEqual({ events: [], revision: 0n, position: 1n });
  });

  it('passes a refusal on', async () => {
    await transact(journal, counter, '1', { type: 'Close', data: {} }, meta);
    await expect(transact(journal, counter, '1', count(1), meta)).rejects.toThrow('counter-closed');
  });

  it('reads and decides again when somebody else was first', async () => {
    const hands = Array.from({ length: 6 }, () => transact(journal, counter, '1', count(1), meta));
    await Promise.all(hands);
    expect(await journal.state(counter, '1')).toEqual({ total: 6, closed: false });
    expect(await store.head()).toBe(6n);
  });

  it('gives up, saying why, when the stream never stands still', async () => {
    const restless = Object.create(store, {
      append: { value: async () => Promise.reject(new StreamMoved('counter-1', -1n, 0n)) },
    }) as MemoryEventStore;
    await expect(transact(new Journal(restless, plain), counter, '1', count(1), meta)).rejects.toThrow(StreamMoved);
  });
});

describe('two values', () => {
  it('say the same whatever the order of their keys, and whether a key is absent or undefined', () => {
    expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2, d: undefined }], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
    expect(same([1, 2], [2, 1])).toBe(false);
  });
});
