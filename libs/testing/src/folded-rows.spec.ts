import { z } from 'zod';
import { messages, type MessageOf, type Projection } from '#event-sourcing';
import { rowsOf } from './folded-rows.js';

const doorEvents = messages({ Opened: z.object({ door: z.string() }), Removed: z.object({ door: z.string() }) });
const doorRow = z.object({ door: z.string(), times: z.int() });

const doors: Projection<MessageOf<typeof doorEvents>, z.output<typeof doorRow>> = {
  name: 'doors',
  version: 1,
  hears: [doorEvents],
  row: doorRow,
  sealed: null,
  by: ['door'],
  rowId: ({ data }) => data.door,
  evolve: (row, { type, data }) => (type === 'Opened' ? { door: data.door, times: (row?.times ?? 0) + 1 } : null),
};

describe('rows of a history', () => {
  const opened = (door: string) => ({ type: 'Opened', data: { door } });
  const rows = rowsOf(opened('front'), opened('back'), { type: 'Rained', data: {} }, opened('front'));

  it('are those that are asked for', async () => {
    expect(await rows.find(doors, { door: 'front' })).toEqual([
      { door: 'front', times: 2, rowId: 'front', since: 4n, broken: false },
    ]);
  });
  it('are as they were at a position', async () => {
    expect(await rows.get(doors, 'front', 3n)).toMatchObject({ times: 1, since: 1n });
    expect(await rows.getMany(doors, ['front', 'back', 'side'], 1n)).toMatchObject([{ door: 'front' }]);
  });
  it('are those of which a field is one of several', async () => {
    const found = await rows.findAmong(doors, 'door', ['back', 'side']);
    expect(found.map(({ rowId }) => rowId)).toEqual(['back']);
    await expect(rows.findAmong(doors, 'times', ['1'])).rejects.toThrow("doors can't be asked by times.");
  });
  it('are gone when they have ended', async () => {
    const gone = rowsOf(opened('front'), { type: 'Removed', data: { door: 'front' } });
    expect(await gone.get(doors, 'front')).toBeNull();
  });
  it('can not be asked by what a database would have no index for', async () => {
    await expect(rows.find(doors, { times: 1 })).rejects.toThrow("doors can't be asked by times.");
  });
});
