import type { Pool } from 'pg';
import type { Clock, EventStore, Instant, Position } from '#event-sourcing';
import { movedChannel, type FollowerKind } from './checkpoints.js';

/** How far a follower is behind, for health pages and the board. */
export type Lag = {
  readonly name: string;
  readonly kind: FollowerKind;
  readonly position: Position;
  /** How many events it has not heard; where positions don't count them, a thousand stand for that many or more. */
  readonly events: bigint;
  /** How long ago the first event that it has not heard was recorded. */
  readonly seconds: number;
  /** When a process last said that it is at work on it. */
  readonly beatAt: Instant;
  readonly beatSecondsAgo: number;
  /** Why it stands still; null when it doesn't. */
  readonly stopped: string | null;
};

/** Hears a channel of the database. */
export type Listen = (channel: string, heard: () => void) => Promise<() => Promise<void>>;

type CheckpointRecord = {
  name: string;
  kind: FollowerKind;
  position: string;
  beat_at: Date;
  beat_seconds: number;
  stopped: string | null;
};

type Unheard = Pick<Lag, 'events' | 'seconds'>;

/** So many events are counted at most. */
const countedMax = 1_000;

/** How often pages look by themselves, should an announcement be lost. */
const lookEveryMs = 100;

/** How far the followers have come, asked from any process. */
export class Progress {
  private waiting = new Set<() => void>();
  private listening: Promise<() => Promise<void>> | undefined;
  private asking: Promise<Map<string, Position>> | undefined;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly listen: Listen,
  ) {}

  /**
   * Waits until these followers have passed a position, for so long at most; says whether they have. A page that shows
   * their rows waits for the position of what was just entered.
   */
  async caughtUp(position: Position, names: readonly string[], timeoutMs = 1_000): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    // Heard from before the first look, or what moves between look and wait would be missed.
    this.listening ??= this.listen(movedChannel, () => this.wake()).catch((error: unknown) => {
      this.listening = undefined;
      throw error;
    });
    await this.listening;
    for (;;) {
      const woken = this.nextMove(Math.min(lookEveryMs, until - performance.now()));
      const positions = await this.positions();
      if (names.every((name) => (positions.get(name) ?? -1n) >= position)) return true;
      if (performance.now() >= until) return false;
      await woken;
    }
  }

  async lag(): Promise<Lag[]> {
    const { rows } = await this.pool.query<CheckpointRecord>(
      `SELECT name, kind, position::text, beat_at, stopped,
              extract(epoch FROM clock_timestamp() - beat_at)::float8 AS beat_seconds
       FROM followers.checkpoint ORDER BY name`,
    );
    const head = await this.store.head();
    const asked = new Map<string, Promise<Unheard>>();
    return Promise.all(
      rows.map(async ({ name, kind, position: text, beat_at, beat_seconds, stopped }) => {
        const position = BigInt(text);
        const unheard = asked.get(text) ?? this.unheard(position, head);
        asked.set(text, unheard);
        return {
          name,
          kind,
          position,
          ...(await unheard),
          beatAt: beat_at.toISOString(),
          beatSecondsAgo: Math.max(0, beat_seconds),
          stopped,
        };
      }),
    );
  }

  async close(): Promise<void> {
    const stop = await this.listening?.catch(() => undefined);
    await stop?.();
  }

  private async unheard(position: Position, head: Position): Promise<Unheard> {
    const { gapless } = this.store;
    const events = position < head ? await this.store.readAll(position, gapless ? 1 : countedMax) : [];
    const [next] = events;
    if (!next) return { events: 0n, seconds: 0 };
    const { recordedAt } = JSON.parse(next.meta) as { recordedAt: Instant };
    return {
      events: gapless ? head - position : BigInt(events.length),
      seconds: Math.max(0, (Date.parse(this.clock.now()) - Date.parse(recordedAt)) / 1_000),
    };
  }

  /** One question for all pages that wait at the same time. */
  private positions(): Promise<Map<string, Position>> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<Map<string, Position>> {
    const { rows } = await this.pool.query<{ name: string; position: string }>({
      name: 'ask checkpoints',
      text: 'SELECT name, position::text FROM followers.checkpoint',
    });
    return new Map(rows.map(({ name, position }) => [name, BigInt(position)]));
  }

  private nextMove(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, timeoutMs));
      this.waiting.add(done);
    });
  }

  private wake(): void {
    for (const done of this.waiting) done();
  }
}
