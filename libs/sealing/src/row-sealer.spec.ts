import { z } from 'zod';
import { erased, personal, type AnyProjection } from '#event-sourcing';
import { BoxTampered } from './box.js';
import { MemoryKeys } from './memory-keys.js';
import { RowSealer } from './row-sealer.js';

const subjectId = '7b1c1f5e-52a7-4c5f-9c44-3a1c0d9f0a01';
const pupils: AnyProjection = {
  name: 'pupils',
  version: 1,
  hears: [],
  row: z.object({
    subjectId: z.uuid(),
    yearGroup: z.int(),
    name: personal(z.string()),
    upn: personal(z.string()).optional(),
  }),
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: [],
  rowId: () => null,
  evolve: (row: unknown) => row,
};
const row = { subjectId, yearGroup: 9, name: 'Ann Lee' };
const version = { rowId: subjectId, since: 4n };

describe('a row', () => {
  let keys: MemoryKeys;
  let sealer: RowSealer;
  beforeEach(() => {
    keys = new MemoryKeys();
    sealer = new RowSealer(keys);
  });

  it('is stored with its personal fields in one box and the others open', async () => {
    const [stored] = await sealer.seal(pupils, [{ ...version, row }]);
    expect(stored).toMatchObject({ ...version, open: { subjectId, yearGroup: 9 } });
    expect(stored?.sealed).not.toContain('Ann');
    expect(await sealer.open(pupils, stored ? [stored] : [])).toEqual([row]);
  });

  it('reads as erased, in every version, once its subject has no key', async () => {
    const versions = await sealer.seal(pupils, [
      { ...version, row },
      { ...version, since: 9n, row: { ...row, name: 'Ann Moss' } },
    ]);
    keys.destroy(subjectId);
    const gone = { subjectId, yearGroup: 9, name: erased, upn: erased };
    expect(await sealer.open(pupils, versions)).toEqual([gone, gone]);
    const [later] = await sealer.seal(pupils, [{ ...version, row }]);
    expect(later?.sealed).toBe('');
  });

  it('does not open as another version, another row or in another projection', async () => {
    const [stored] = await sealer.seal(pupils, [{ ...version, row }]);
    if (!stored) throw new Error('The row was not sealed.');
    for (const moved of [{ since: 5n }, { rowId: 'another' }]) {
      await expect(sealer.open(pupils, [{ ...stored, ...moved }])).rejects.toThrow(BoxTampered);
    }
    await expect(sealer.open({ ...pupils, version: 2 }, [stored])).rejects.toThrow(BoxTampered);
  });

  it('has to name the subject whose key seals it', async () => {
    await expect(sealer.seal(pupils, [{ ...version, row: { name: 'Ann' } }])).rejects.toThrow(/names no subject/);
  });
});
