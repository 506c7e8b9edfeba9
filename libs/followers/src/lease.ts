import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { Position } from '#event-sourcing';

/** Another process holds the lease by now: what this one was about to save is no longer its to save. */
export class Deposed extends Error {
  constructor(reactor: string) {
    super(`Another process runs ${reactor} now.`);
    this.name = 'Deposed';
  }
}

export const leaseMs = 5_000;
const renewEveryMs = 1_500;

/**
 * The right to run a reactor: five seconds in its checkpoint row, by the database's clock, renewed while it is held. It
 * keeps two processes from doing the same work; that nothing is saved twice is up to `save`, which checks it again.
 */
export class Lease {
  private readonly holder = randomUUID();
  private renewing: NodeJS.Timeout | undefined;
  private renewedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: Pool,
    private readonly reactor: string,
  ) {}

  /** Takes the lease, unless somebody else holds it; says where the checkpoint is. */
  async take(): Promise<Position | null> {
    const askedAtMs = performance.now();
    const { rows } = await this.pool.query<{ position: string }>(
      `UPDATE followers.checkpoint
       SET lease_holder = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond', beat_at = clock_timestamp()
       WHERE name = $1 AND (lease_holder IS NULL OR lease_holder = $2 OR lease_until < clock_timestamp())
       RETURNING position::text`,
      [this.reactor, this.holder, leaseMs],
    );
    if (!rows[0]) return null;
    this.letGo();
    this.renewedAtMs = askedAtMs;
    this.renewing = setInterval(() => void this.renew(), renewEveryMs);
    return BigInt(rows[0].position);
  }

  /** Whether it is still ours, as far as this process's own clock can tell. */
  isHeld(): boolean {
    return performance.now() - this.renewedAtMs < leaseMs;
  }

  /** Moves the checkpoint in this transaction. @throws {Deposed} when the lease is somebody else's, or the checkpoint moved. */
  async save(client: ClientBase, from: Position, to: Position): Promise<void> {
    const { rowCount } = await client.query({
      name: 'save under lease',
      text: `UPDATE followers.checkpoint
             SET position = $3, beat_at = clock_timestamp(), stopped = NULL,
                 lease_until = clock_timestamp() + $5 * interval '1 millisecond'
             WHERE name = $1 AND position = $2 AND lease_holder = $4`,
      values: [this.reactor, from, to, this.holder, leaseMs],
    });
    if (rowCount !== 1) throw new Deposed(this.reactor);
  }

  /** Stops renewing; the lease ends by itself. */
  letGo(): void {
    clearInterval(this.renewing);
    this.renewedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Gives the lease back, so that the next process need not wait for its end. */
  async release(): Promise<void> {
    this.letGo();
    await this.pool.query(
      'UPDATE followers.checkpoint SET lease_holder = NULL, lease_until = NULL WHERE name = $1 AND lease_holder = $2',
      [this.reactor, this.holder],
    );
  }

  private async renew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      const { rowCount } = await this.pool.query(
        `UPDATE followers.checkpoint SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
         WHERE name = $1 AND lease_holder = $2 AND lease_until >= clock_timestamp()`,
        [this.reactor, this.holder, leaseMs],
      );
      if (rowCount === 1) this.renewedAtMs = askedAtMs;
    } catch {
      // Without the database the lease ends by itself, here as there.
    }
  }
}
