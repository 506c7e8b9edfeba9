import type { Pool } from 'pg';
import type { Clock } from '#event-sourcing';

const windowMs = 15 * 60_000;

/** Attempts to sign in, counted in the database, so that guesses spread over processes are counted together. */
export class Attempts {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Counts one more, and says whether that is more than so many in a quarter of an hour. */
  async isOneTooMany(about: Buffer, attemptsMax: number): Promise<boolean> {
    const now = this.clock.now();
    const before = new Date(Date.parse(now) - windowMs).toISOString();
    await this.pool.query(
      `DELETE FROM accounts.attempts
       WHERE about IN (SELECT about FROM accounts.attempts WHERE began_at <= $1 FOR UPDATE SKIP LOCKED)`,
      [before],
    );
    // Counted before the password is looked at: guesses at the same moment are counted, too.
    const { rows } = await this.pool.query<{ count: number }>(
      `INSERT INTO accounts.attempts AS a (about, count, began_at) VALUES ($1, 1, $2)
       ON CONFLICT (about) DO UPDATE SET count = a.count + 1 RETURNING count`,
      [about, now],
    );
    return (rows[0]?.count ?? 0) > attemptsMax;
  }

  async forget(about: Buffer): Promise<void> {
    await this.pool.query('DELETE FROM accounts.attempts WHERE about = $1', [about]);
  }
}
