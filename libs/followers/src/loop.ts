import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLost } from '#database';
import { withoutPersonalData } from '#logging';
import type { Report } from './follower.js';

/** What a turn of a loop came to: it went on, there was nothing to do, or somebody else is at work. */
export type Turn = 'moved' | 'caught-up' | 'elsewhere';

export type Turning = {
  readonly name: string;
  turn(signal: AbortSignal): Promise<Turn>;
  /** Waits until there may be something to do again, for about a second at most. */
  rest(signal: AbortSignal): Promise<void>;
  /** What was known of the database may be wrong: look again. Another process may go on meanwhile. */
  lookAgain(): Promise<void>;
  /** Says in the database why it stands still, or with null that it no longer does. */
  stand(why: string | null): Promise<void>;
};

const elsewhereMs = 250;
const firstWaitMs = 100;
const lastWaitMs = 5_000;

/**
 * Turns a follower until the signal. Whatever goes wrong, it waits a little longer each time and tries again: a database
 * that is gone comes back, and a process that does not know an event waits for its upgrade. It says so once.
 */
export class Loop {
  /** When it last came around; a follower that hangs does not. */
  turnedAtMs = performance.now();
  private said: string | null = null;

  constructor(
    readonly turning: Turning,
    private readonly report: Report,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    let waitMs = firstWaitMs;
    while (!signal.aborted) {
      this.turnedAtMs = performance.now();
      try {
        const turn = await this.turning.turn(signal);
        waitMs = firstWaitMs;
        // What it stood before has passed, though there may be nothing to save that would say so.
        if (this.said !== null) await this.turning.stand(null);
        this.said = null;
        if (turn === 'caught-up') await this.turning.rest(signal);
        if (turn === 'elsewhere') await pause(elsewhereMs, signal);
      } catch (error) {
        await this.tell(error);
        // Whoever can't go on lets go: a process of a later version may know what this one does not.
        await this.turning.lookAgain();
        await pause(waitMs, signal);
        waitMs = Math.min(waitMs * 2, lastWaitMs);
      }
    }
  }

  private async tell(error: unknown): Promise<void> {
    const { errorClass, message } = withoutPersonalData(error);
    const why = `${errorClass}: ${message}`;
    if (this.said === why) return;
    this.report(`The follower ${this.turning.name} stands still.`, error);
    try {
      // Once: a process of a later version may go on meanwhile, and this one must not say otherwise.
      if (!isConnectionLost(error)) await this.turning.stand(why);
      this.said = why;
    } catch {
      // There is nowhere to say it now: it is said at the next attempt.
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined); // Woken early only to stop.
}
