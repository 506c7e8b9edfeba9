/** Random numbers that come again from the same seed (mulberry32), so that a failure can be lived through again. */
export class Seeded {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** So many different whole numbers below the limit, in order; all of them when there are fewer. */
  some(count: number, limit: number): number[] {
    const all = Array.from({ length: limit }, (_, index) => index);
    for (let index = 0; index < Math.min(count, limit); index += 1) {
      const other = index + this.below(limit - index);
      [all[index], all[other]] = [all[other] ?? 0, all[index] ?? 0];
    }
    return all.slice(0, count).sort((a, b) => a - b);
  }
}
