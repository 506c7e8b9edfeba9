/** How many requests of one kind in a minute, for each key. It holds for this process, which is enough to stop a flood. */
export class RateLimit {
  private counts = new Map<string, number>();
  private windowOf = 0;

  constructor(
    private readonly perMinute: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Counts one more, and says whether that is too many. */
  isTooMany(key: string): boolean {
    const minute = Math.floor(this.nowMs() / 60_000);
    // A minute that is over is forgotten as a whole, so the counts never grow beyond what one minute brings.
    if (minute !== this.windowOf) this.counts = new Map();
    this.windowOf = minute;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count > this.perMinute;
  }
}
