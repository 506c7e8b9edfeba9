import type { Pool } from 'pg';
import type { MasterKey } from '#sealing';
import { keyedDigest } from './secrets.js';

/** How often each thing may be asked for by one asker, and within how many seconds. */
export const rates = {
  'sign-in': { max: 120, withinSeconds: 60 },
  'sign-in-link': { max: 10, withinSeconds: 900 },
  'provider-link': { max: 60, withinSeconds: 60 },
  'fresh-link': { max: 10, withinSeconds: 900 },
  'first-run': { max: 20, withinSeconds: 60 },
} as const;
export type Rate = keyof typeof rates;

/**
 * Limits that hold over all processes of an installation, because they are counted in the database and by its clock: a
 * clock that is held for a demonstration would never let go. Who asked is kept as a keyed digest.
 */
export class RateLimits {
  private readonly key: Buffer;
  /** Askers that were turned away, until when: whoever floods us does not reach the database. */
  private readonly turnedAway = new Map<string, number>();

  constructor(
    private readonly pool: Pool,
    masterKey: MasterKey,
  ) {
    this.key = masterKey.derive('accounts-rates');
  }

  /** Counts one more. After how many seconds to come again, when that is one too many; else null. */
  async secondsToWait(rate: Rate, asker: string): Promise<number | null> {
    const about = keyedDigest(this.key, `${rate} ${asker}`);
    const known = this.turnedAway.get(about.toString('hex'));
    if (known !== undefined && known > performance.now()) return secondsUntil(known);

    const { max, withinSeconds } = rates[rate];
    await this.pool.query(
      `DELETE FROM accounts.rate
       WHERE about IN (SELECT about FROM accounts.rate WHERE ends_at <= now() AND about <> $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
      [about],
    );
    const { rows } = await this.pool.query<{ count: number; left_ms: number }>(
      `INSERT INTO accounts.rate AS r (about, count, ends_at) VALUES ($1, 1, now() + make_interval(secs => $2))
       ON CONFLICT (about) DO UPDATE SET
         count = CASE WHEN r.ends_at <= now() THEN 1 ELSE r.count + 1 END,
         ends_at = CASE WHEN r.ends_at <= now() THEN excluded.ends_at ELSE r.ends_at END
       RETURNING count, (extract(epoch FROM ends_at - now()) * 1000)::float8 AS left_ms`,
      [about, withinSeconds],
    );
    const { count = 0, left_ms: leftMs = 0 } = rows[0] ?? {};
    if (count <= max) return null;
    return this.turnAway(about.toString('hex'), performance.now() + leftMs);
  }

  private turnAway(about: string, until: number): number {
    for (const [each, end] of this.turnedAway) if (end <= performance.now()) this.turnedAway.delete(each);
    this.turnedAway.set(about, until);
    return secondsUntil(until);
  }
}

const secondsUntil = (until: number): number => Math.max(1, Math.ceil((until - performance.now()) / 1_000));
