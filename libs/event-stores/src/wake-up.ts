/** At most one hint in so long from each process: readers gain nothing from more, and writers would pay for them. */
const restMs = 10;

/**
 * Tells readers that the head has moved: a hint, after the commit, on another connection. Inside the transaction it would
 * queue every writer behind one lock of the whole server. One is on its way at most, and carries the latest position.
 */
export class WakeUp {
  private newest = 0n;
  private told = 0n;
  private working: Promise<void> | null = null;

  constructor(private readonly notify: (position: bigint) => Promise<unknown>) {}

  tell(position: bigint): void {
    if (position <= this.newest) return;
    this.newest = position;
    this.working ??= this.work();
  }

  /** Waits until the last hint has gone out. */
  async settled(): Promise<void> {
    while (this.working) await this.working;
  }

  private async work(): Promise<void> {
    while (this.told < this.newest) {
      const position = this.newest;
      // A hint that fails is not repeated: readers look by themselves, and the next append tells again.
      await this.notify(position).catch(() => undefined);
      this.told = position;
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    this.working = null;
  }
}
