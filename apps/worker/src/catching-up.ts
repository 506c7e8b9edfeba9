import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position } from '#event-sourcing';
import type { Progress } from '#followers';

export type CatchingUpParts = {
  readonly store: Pick<EventStore, 'head'>;
  readonly progress: Pick<Progress, 'caughtUp'>;
};

const looksForMs = 1_000;

/**
 * Whether followers have once heard all that was recorded before this process began, by its own work or that of another for
 * which it stands by. From then on a worker is ready for good: one that lags later is told of by alerts.
 */
export class CatchingUp {
  private isDone = false;

  constructor(
    private readonly parts: CatchingUpParts,
    private readonly names: readonly string[],
  ) {}

  /** Null once they have, else a sentence. */
  get why(): string | null {
    return this.isDone ? null : 'They are still catching up with what was recorded before.';
  }

  /** Looks until they have, or until the signal. It throws nothing: a database that is away comes back. */
  async watch(signal: AbortSignal): Promise<void> {
    const { store, progress } = this.parts;
    let head: Position | undefined;
    while (!this.isDone && !signal.aborted) {
      try {
        head ??= await store.head();
        this.isDone = await progress.caughtUp(head, this.names, looksForMs);
      } catch {
        await sleep(looksForMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
