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
  /** What was known of the database may be wrong: look again. */
  lookAgain(): void;
  /** Says in the database why it stands still. */
  stand(why: string): Promise<void>;
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
        this.said = null;
        if (turn === 'caught-up') await this.turning.rest(signal);
        if (turn === 'elsewhere') await pause(elsewhereMs, signal);
      } catch (error) {
        this.turning.lookAgain();
        await this.tell(error);
        await pause(waitMs, signal);
        waitMs = Math.min(waitMs * 2, lastWaitMs);
      }
    }
  }

  private async tell(error: unknown): Promise<void> {
    const { errorClass, message } = withoutPersonalData(error);
    const why = `${errorClass}: ${message}`;
    if (this.said !== why) this.report(`The follower ${this.turning.name} stands still.`, error);
    this.said = why;
    if (isConnectionLost(error)) return; // There is nowhere to say it, and the loss shows anyway.
    try {
      await this.turning.stand(why);
    } catch {
      // Nor is there now: it is said at the next attempt.
      this.said = null;
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined); // Woken early only to stop.
}
