import { WakeUp } from './wake-up.js';

describe('waking readers', () => {
  it('tells the latest position, one hint on its way at most', async () => {
    const told: bigint[] = [];
    let onTheirWay = 0;
    const wakeUp = new WakeUp(async (position) => {
      onTheirWay += 1;
      expect(onTheirWay).toBe(1);
      await new Promise(setImmediate);
      told.push(position);
      onTheirWay -= 1;
    });
    for (const position of [1n, 2n, 3n]) wakeUp.tell(position);
    await wakeUp.settled();
    expect(told).toEqual([1n, 3n]);
  });

  it('says nothing of a position that was told', async () => {
    const told: bigint[] = [];
    const wakeUp = new WakeUp(async (position) => told.push(position));
    wakeUp.tell(2n);
    await wakeUp.settled();
    wakeUp.tell(1n);
    await wakeUp.settled();
    expect(told).toEqual([2n]);
  });

  it('goes on after a hint that failed', async () => {
    const told: bigint[] = [];
    const wakeUp = new WakeUp(async (position) => {
      if (position === 1n) throw new Error('lost');
      told.push(position);
    });
    wakeUp.tell(1n);
    await wakeUp.settled();
    wakeUp.tell(2n);
    await wakeUp.settled();
    expect(told).toEqual([2n]);
  });
});
