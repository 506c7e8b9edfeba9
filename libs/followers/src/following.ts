import type { Pool } from 'pg';
import { inTransaction } from '#database';
import { UnknownEventType, type Position, type Recorded, type StoredEvent } from '#event-sourcing';
import type { Meter } from '#metrics';
import { inSpan } from '#tracing';
import type { Checkpoints } from './checkpoints.js';
import type { CustomFollower } from './follower.js';
import type { Turn, Turning } from './loop.js';
import type { Tail } from './tail.js';

/**
 * Follows the log with the checkpoint row as lock. Each batch is opened first; then, in one transaction, the row is taken,
 * the batch handled and the checkpoint saved. Whoever comes to a taken row goes away, so any number of processes may try.
 */
export class Following implements Turning {
  readonly name: string;
  /** Where we believe the checkpoint to be; the lock tells whether it is. */
  private position: Position | null = null;

  constructor(
    private readonly follower: CustomFollower,
    private readonly pool: Pool,
    private readonly checkpoints: Checkpoints,
    private readonly tail: Tail,
    private readonly meter: Meter,
  ) {
    this.name = follower.name;
  }

  async turn(): Promise<Turn> {
    const from = this.position ?? (await this.checkpoints.position(this.name));
    if (from === null) throw new Error(`The checkpoint of ${this.name} is gone.`);
    this.position = from;
    const events = this.tail.known(await this.tail.after(from));
    const last = events.at(-1);
    if (!last) return 'caught-up';

    const { hears } = this.follower;
    const heard = hears ? events.filter(({ type }) => hears.has(type)) : events;
    if (heard.length === 0) {
      const passed = await this.checkpoints.pass(this.name, from, last.position);
      this.position = passed ? last.position : null;
      if (passed) this.tell(events.length);
      return passed ? 'moved' : 'elsewhere';
    }
    const attributes = { 'waymark.follower': this.name, 'waymark.events': heard.length, 'waymark.after': `${from}` };
    return inSpan('follow batch', { attributes }, async () => {
      const { opened, upTo } = await this.openKnown(heard, last.position);
      const passed = events.filter(({ position }) => position <= upTo).length;
      return this.handle(opened, from, upTo, passed);
    });
  }

  async rest(signal: AbortSignal): Promise<void> {
    if (this.position !== null) await this.tail.waitPast(this.position, signal);
  }

  lookAgain(): Promise<void> {
    this.position = null;
    return Promise.resolve();
  }

  stand(why: string | null): Promise<void> {
    return this.checkpoints.stop(this.name, why);
  }

  private tell(events: number): void {
    this.meter.count('waymark_follower_events_total', { follower: this.name }, events);
  }

  private async handle(batch: readonly Recorded[], from: Position, upTo: Position, passed: number): Promise<Turn> {
    const turn = await inTransaction(this.pool, async (client): Promise<Turn> => {
      const at = await this.checkpoints.lock(client, this.name);
      if (at !== from) {
        this.position = at; // Where another process has come to; null while it is at work.
        return at === null ? 'elsewhere' : 'moved';
      }
      await this.follower.handle(batch, client);
      await this.checkpoints.save(client, this.name, from, upTo);
      return 'moved';
    });
    if (this.position === from && turn === 'moved') {
      this.position = upTo;
      this.tell(passed);
      this.checkpoints.announce();
    }
    return turn;
  }

  /** A known type may have come in a later shape: then the events before it are handled, and it is met first next time. */
  private async openKnown(heard: readonly StoredEvent[], upTo: Position) {
    try {
      return { opened: await this.tail.open(heard), upTo };
    } catch (error) {
      if (!(error instanceof UnknownEventType)) throw error;
      const before = heard.filter(({ position }) => position < error.position);
      const last = before.at(-1);
      if (!last) throw error;
      return { opened: await this.tail.open(before), upTo: last.position };
    }
  }
}
