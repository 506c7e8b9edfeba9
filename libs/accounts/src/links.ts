import type { Pool } from 'pg';
import type { Clock, Id, Instant } from '#event-sourcing';
import { digestOf, newSecret } from './secrets.js';

const minutesUnlessTold = 15;

/** What a link lets its holder do: sign in as a person, or make the first person of a new installation. */
export type Link = { readonly endsAt: Instant } & (
  { readonly purpose: 'sign-in'; readonly personId: Id } | { readonly purpose: 'first-run' }
);
export type LinkOptions = {
  /** For the demonstration alone: the link may be followed again and again. */
  readonly reusable?: boolean | undefined;
  /** How long it holds; a quarter of an hour unless told. */
  readonly minutes?: number | undefined;
};
export type NewLink = {
  /** The part of the address that nobody can guess; only its digest is in the database. */
  readonly token: string;
  readonly endsAt: Instant;
};

type Row = { purpose: 'sign-in' | 'first-run'; person_id: string | null; ends_at: Date };

/** Holds good: not used, not over; a link of the first run only as long as nobody has an account. */
const holds = `link_id = $1 AND ends_at > $2 AND consumed_at IS NULL
  AND (purpose = 'sign-in' OR NOT EXISTS (SELECT FROM accounts.account))`;
const found = 'purpose, person_id, ends_at';

/** Links that work once. Reading one changes nothing, because mail programs open links by themselves. */
export class Links {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  async make(purpose: Link['purpose'], personId: Id | null, options: LinkOptions): Promise<NewLink> {
    const { reusable = false, minutes = minutesUnlessTold } = options;
    const now = this.clock.now();
    const token = newSecret();
    const endsAt = new Date(Date.parse(now) + minutes * 60_000).toISOString();
    await this.pool.query(
      `DELETE FROM accounts.link
       WHERE link_id IN (SELECT link_id FROM accounts.link WHERE ends_at <= $1 FOR UPDATE SKIP LOCKED)`,
      [now],
    );
    await this.pool.query(
      'INSERT INTO accounts.link (link_id, purpose, person_id, made_at, ends_at, reusable) VALUES ($1, $2, $3, $4, $5, $6)',
      [digestOf(token), purpose, personId, now, endsAt, reusable],
    );
    return { token, endsAt };
  }

  read(token: string): Promise<Link | null> {
    return this.ask(token, `SELECT ${found} FROM accounts.link WHERE ${holds}`);
  }

  /** Of two who follow the link at the same moment, one is let in. */
  consume(token: string): Promise<Link | null> {
    return this.ask(
      token,
      `UPDATE accounts.link SET consumed_at = CASE WHEN reusable THEN NULL ELSE $2::timestamptz END
       WHERE ${holds} RETURNING ${found}`,
    );
  }

  private async ask(token: string, sql: string): Promise<Link | null> {
    const linkId = digestOf(token);
    if (!linkId) return null;
    const { rows } = await this.pool.query<Row>(sql, [linkId, this.clock.now()]);
    const row = rows[0];
    if (!row) return null;
    const endsAt = row.ends_at.toISOString();
    return row.person_id === null
      ? { purpose: 'first-run', endsAt }
      : { purpose: 'sign-in', personId: row.person_id, endsAt };
  }
}
