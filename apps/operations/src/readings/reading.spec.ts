import { cached, together, type Reading } from './reading.js';

const of = (value: number) => [{ name: 'waymark_workers', labels: {}, value }] as const;

/** Tells how often it was read. */
function counting(): { read: Reading; reads: () => number } {
  let reads = 0;
  return { reads: () => reads, read: async () => of((reads += 1)) };
}

describe('a reading', () => {
  it('is made once for all who ask within its time', async () => {
    const { read, reads } = counting();
    const often = cached(read, { forMs: 60_000, withinMs: 1_000 });
    expect([await often(), await often()]).toEqual([of(1), of(1)]);
    expect(reads()).toBe(1);
  });

  it('is made anew after that', async () => {
    const anew = cached(counting().read, { forMs: 0, withinMs: 1_000 });
    expect([await anew(), await anew()]).toEqual([of(1), of(2)]);
  });

  it('that fails tells nothing, and is left alone for as long', async () => {
    let reads = 0;
    const read = cached(
      async () => {
        reads += 1;
        throw new Error('away');
      },
      { forMs: 60_000, withinMs: 1_000 },
    );
    expect([await read(), await read(), reads]).toEqual([[], [], 1]);
  });

  it('that hangs tells nothing, and is not begun a second time meanwhile', async () => {
    let reads = 0;
    const hanging = cached(
      () => {
        reads += 1;
        return new Promise(() => undefined);
      },
      { forMs: 0, withinMs: 5 },
    );
    expect([await hanging(), await hanging(), reads]).toEqual([[], [], 1]);
  });

  it('that comes late is told to whoever asks next', async () => {
    let end: (samples: ReturnType<typeof of>) => void = () => undefined;
    const late = cached(() => new Promise<ReturnType<typeof of>>((resolve) => (end = resolve)), {
      forMs: 60_000,
      withinMs: 5,
    });
    expect(await late()).toEqual([]);
    end(of(3));
    await new Promise(setImmediate);
    expect(await late()).toEqual(of(3));
  });

  it('that never ends is begun anew in the end', async () => {
    let reads = 0;
    const anew = cached(() => ((reads += 1) === 1 ? new Promise(() => undefined) : Promise.resolve(of(2))), {
      forMs: 0,
      withinMs: 5,
      lostAfterMs: 0,
    });
    expect([await anew(), await anew()]).toEqual([[], of(2)]);
  });

  it('takes nothing from the others when it fails', async () => {
    const options = { forMs: 0, withinMs: 1_000 };
    const sick = cached(() => Promise.reject(new Error('away')), options);
    const well = cached(async () => of(2), options);
    expect(await together([sick, well])()).toEqual(of(2));
  });
});
