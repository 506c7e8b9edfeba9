import type { Position } from '#event-sourcing';

/** How long a reader trusts that hints arrive before it looks for itself. */
const lookEveryMs = 1_000;

export type HeadWatchOptions = {
  head(): Promise<Position>;
  /** Hears hints of a new head, as text; an empty one says that some may have been missed. Gives the way to stop. */
  listen(onHint: (payload: string) => void): Promise<() => Promise<void>>;
};

/**
 * Waits for the head to move on. Hints make it quick; a look once a second makes it sure.
 */
export class HeadWatch {
  private seen: Position = 0n;
  private readonly waiting = new Set<() => void>();
  private listening: Promise<(() => Promise<void>) | undefined> | null = null;
  private closed = false;

  constructor(private readonly options: HeadWatchOptions) {}

  /** The head is known to be there. */
  passed(position: Position): void {
    if (position <= this.seen) return;
    this.seen = position;
    this.wakeAll();
  }

  async waitPast(position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    // Listen before looking, so that nothing falls between the two. Without it, looking alone will do.
    this.listening ??= this.listen();
    await this.listening;
    while (this.seen <= position) {
      await this.look();
      const leftMs = deadline - Date.now();
      if (this.seen > position || leftMs <= 0 || signal?.aborted || this.closed) break;
      await this.hint(Math.min(leftMs, lookEveryMs), position, signal);
    }
    return this.seen > position;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wakeAll();
    const stop = await this.listening;
    await stop?.();
  }

  private async listen(): Promise<(() => Promise<void>) | undefined> {
    try {
      return await this.options.listen((payload) => this.hear(payload));
    } catch {
      this.listening = null; // The next who waits tries again.
      return undefined;
    }
  }

  private hear(payload: string): void {
    if (/^\d+$/.test(payload)) this.passed(BigInt(payload));
    else this.wakeAll();
  }

  private async look(): Promise<void> {
    this.passed(await this.options.head());
  }

  /** Until somebody says something, or the time is over. */
  private hint(forMs: number, position: Position, signal: AbortSignal | undefined): Promise<void> {
    if (this.seen > position) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, forMs);
      this.waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  private wakeAll(): void {
    for (const wake of this.waiting) wake();
  }
}
