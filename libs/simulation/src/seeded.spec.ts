import fc from 'fast-check';
import { Seeded } from './seeded.js';

describe('seeded numbers', () => {
  it('come again from the same seed, and differ with another', () => {
    const three = (seed: number) => {
      const random = new Seeded(seed);
      return [random.next(), random.next(), random.next()];
    };
    expect(three(7)).toEqual(three(7));
    expect(three(7)).not.toEqual(three(8));
  });

  it('choose different places, in order and within the limit', () =>
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 40 }), fc.nat({ max: 40 }), (seed, count, limit) => {
        const chosen = new Seeded(seed).some(count, limit);
        expect(chosen.length).toBe(Math.min(count, limit));
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
        expect(chosen.every((each) => each >= 0 && each < limit)).toBe(true);
      }),
    ));
});
