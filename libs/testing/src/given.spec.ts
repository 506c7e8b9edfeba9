import { z } from 'zod';
import { id, messages, refuse, type Decider, type MessageOf, type Process, type Projection } from '#event-sourcing';
import { given } from './given.js';
import { heard } from './heard.js';
import { ids } from './ids.js';

const { doorId, otherId } = ids('doorId', 'otherId');
const events = messages({ Opened: z.object({ doorId: id }), Shut: z.object({ doorId: id }) });
type Happened = MessageOf<typeof events>;
const commands = messages({ Open: z.object({ doorId: id }), Ring: z.object({ doorId: id, at: z.string() }) });
type Order = MessageOf<typeof commands>;

const opened: Happened = { type: 'Opened', data: { doorId } };
const openedOther: Happened = { type: 'Opened', data: { doorId: otherId } };
const shut: Happened = { type: 'Shut', data: { doorId } };
const open: Order = { type: 'Open', data: { doorId } };

const door: Decider<Order, Happened, 'open' | 'shut' | 'never'> = {
  category: 'door',
  initial: 'shut',
  evolve: (_, { type }) => (type === 'Opened' ? 'open' : 'shut'),
  decide: ({ type, data }, state) => {
    if (type === 'Ring') return refuse('no-bell', ['front', 'back']);
    return state === 'open' ? [] : [{ type: 'Opened', data }];
  },
};

const ring: Process<Happened, { times: number }, Order> = {
  name: 'ring-when-opened-again',
  hears: [events],
  instance: ({ data }) => data.doorId,
  initial: { times: 0 },
  evolve: ({ times }, { type }) => ({ times: type === 'Opened' ? times + 1 : times }),
  react: ({ data, meta }, { times }) =>
    times === 2 ? [{ type: 'Ring', data: { doorId: data.doorId, at: meta.recordedAt } }] : [],
};

const doors: Projection<Happened, { doorId: string; open: boolean }> = {
  name: 'doors',
  version: 1,
  hears: [events],
  row: z.object({ doorId: id, open: z.boolean() }),
  sealed: null,
  by: ['doorId'],
  rowId: ({ data }) => data.doorId,
  evolve: (_, { type, data }) => ({ doorId: data.doorId, open: type === 'Opened' }),
};

describe('given', () => {
  describe('a decider', () => {
    it('holds decisions against what was expected', () => {
      given(door)(opened, shut).when(open).then(opened);
      given(door)(opened).when(open).thenNothing();
      given(door)()
        .when({ type: 'Ring', data: { doorId, at: 'noon' } })
        .thenRefused('no-bell');
      given(door)()
        .when({ type: 'Ring', data: { doorId, at: 'noon' } })
        .thenRefused('no-bell', ['front', 'back']);
    });

    it('fails when they differ', () => {
      expect(() => given(door)(opened).when(open).then(opened)).toThrow('deep equality');
      expect(() => given(door)().when(open).then(openedOther)).toThrow('deep equality');
      expect(() => given(door)().when(open).thenNothing()).toThrow('deep equality');
      expect(() => given(door)().when(open).thenRefused('no-bell')).toThrow('Nothing was refused');
      const ringing = given(door)().when({ type: 'Ring', data: { doorId, at: 'noon' } });
      expect(() => ringing.thenNothing()).toThrow('no-bell');
      expect(() => ringing.thenRefused('no-door')).toThrow('Object.is equality');
      expect(() => ringing.thenRefused('no-bell', ['front'])).toThrow('deep equality');
    });

    it('points at the line of the spec', () => {
      let stack = '';
      try {
        given(door)(opened).when(open).then(opened);
      } catch (error) {
        stack = error instanceof Error ? (error.stack ?? '') : '';
      }
      expect(stack.split('\n').find((line) => line.includes(' at '))).toContain('given.spec.ts');
    });
  });

  describe('a process', () => {
    it('holds its commands against what was expected, with the state of that instance alone', () => {
      given(ring)(opened)
        .when(opened)
        .then({ type: 'Ring', data: { doorId, at: '2026-11-23T09:00:00.000Z' } });
      given(ring)(openedOther).when(opened).thenNothing();
      const late = heard(opened, { meta: { recordedAt: '2026-11-23T12:00:00.000Z' } });
      given(ring)(opened)
        .when(late)
        .then({ type: 'Ring', data: { doorId, at: '2026-11-23T12:00:00.000Z' } });
    });

    it('fails when they differ, and when the test is about an event that is not heard or not valid', () => {
      expect(() => given(ring)(opened).when(opened).thenNothing()).toThrow('deep equality');
      expect(() =>
        given(ring)()
          .when({ type: 'Opened', data: { doorId: 'front' } })
          .thenNothing(),
      ).toThrow('not a valid one');
      const deaf = { ...ring, hears: [] };
      expect(() => given(deaf)().when(opened).thenNothing()).toThrow('not among the events');
    });
  });

  describe('a projection', () => {
    it('holds its row against what was expected', () => {
      given(doors)(opened, shut).then({ doorId, open: false });
      given(doors)().then(null);
    });

    it('fails when it differs, touches several rows, or does not fit its schema', () => {
      expect(() => given(doors)(opened).then(null)).toThrow('deep equality');
      expect(() => given(doors)(opened, openedOther).then({ doorId, open: true })).toThrow('2 rows');
      const wide = { ...doors, evolve: () => ({ doorId, open: true, colour: 'red' }) };
      expect(() => given(wide)(opened).then({ doorId, open: true })).toThrow('deep equality');
      const wider: typeof doors = wide;
      expect(() => given(wider)(opened).then(wide.evolve())).toThrow('more than its schema');
    });
  });
});

describe('heard', () => {
  it('makes up the same event each time, and keeps what it is told', () => {
    expect(heard(opened)).toEqual(heard(opened));
    expect(heard(opened, { position: 7n, stream: 'door-1' })).toMatchObject({
      ...opened,
      position: 7n,
      stream: 'door-1',
    });
    expect(heard(heard(opened, { position: 7n }))).toEqual(heard(opened, { position: 7n }));
  });
});

describe('ids', () => {
  it('are ids, and the same by name', () => {
    expect(id.safeParse(doorId).success).toBe(true);
    expect(ids('doorId')).toEqual({ doorId });
    expect(doorId).not.toBe(otherId);
  });
});
