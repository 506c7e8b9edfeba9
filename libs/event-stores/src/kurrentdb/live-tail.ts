import { END, type AllStreamSubscription, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '#event-sourcing';
import { at, notSystem } from './queries.js';
import { isSystem, positionOf } from './stored-form.js';

/** For how long a subscription may have heard less than is known to be there before it is taken for deaf. */
const deafAfterMs = 5_000;
const firstWaitMs = 100;
const lastWaitMs = 2_000;

/**
 * Hears what is appended, as hints. A subscription whose server dies says so once and no more, and one whose connection is
 * dead says nothing: so it is begun again from the last event heard, after an error and when it proves to be deaf. Whoever
 * relies on it looks for himself as well.
 */
export class LiveTail {
  private heard: Position | undefined;
  private behindSinceMs: number | undefined;
  private subscription: AllStreamSubscription | undefined;
  private running: Promise<void> | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: KurrentDBClient,
    private readonly onHint: (position: Position) => void,
    private readonly deafAfter = deafAfterMs,
  ) {}

  /** Begins to hear; resolves when the server has confirmed it, or could not. To be called once. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.running = this.run(resolve);
    });
  }

  /** The heartbeat: the head as it was read. A subscription that stays behind it is begun again. */
  beat(head: Position): void {
    if (this.heard === undefined || this.heard >= head) {
      this.behindSinceMs = undefined;
      return;
    }
    this.behindSinceMs ??= performance.now();
    if (performance.now() - this.behindSinceMs < this.deafAfter) return;
    this.behindSinceMs = undefined;
    this.subscription?.destroy();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.subscription?.destroy();
    await this.running;
  }

  private async run(onBegun: () => void): Promise<void> {
    const { signal } = this.stopped;
    let waitMs = firstWaitMs;
    while (!signal.aborted) {
      const before = this.heard;
      await this.follow(onBegun).catch(() => undefined);
      onBegun();
      if (this.heard !== before) waitMs = firstWaitMs;
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, lastWaitMs);
    }
  }

  /** Follows until the connection, the server or we end it. */
  private async follow(onBegun: () => void): Promise<void> {
    const subscription = this.client.subscribeToAll({
      fromPosition: this.heard === undefined ? END : at(this.heard),
      filter: notSystem,
      requiresLeader: true,
    });
    this.subscription = subscription;
    subscription.once('confirmation', onBegun);
    try {
      for await (const { event } of subscription) {
        if (!event || isSystem(event)) continue;
        this.heard = positionOf(event);
        this.onHint(this.heard);
      }
    } finally {
      await subscription.unsubscribe().catch(() => undefined);
    }
  }
}
