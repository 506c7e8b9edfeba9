import type { Pool } from 'pg';
import type { Clock, Id, Instant } from '#event-sourcing';
import { digestOf, newSecret } from './secrets.js';

const hourMs = 60 * 60_000;
/** However busy: a working day, and nobody is signed in for good. */
const lifeMs = 12 * hourMs;
/** Without a page: a screen left open in a staff room. */
const idleMs = hourMs;
/** Pages come in bursts; when somebody was last seen need not be known more exactly. */
const seenEveryMs = 60_000;

export type Session = {
  readonly personId: Id;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  /** Begun by a link, so that its person has shown that the mailbox is theirs. */
  readonly byLink: boolean;
};
/** One of a person's sessions, as a list of them shows it. */
export type ListedSession = {
  /** Names the session to its person alone: nobody can make the cookie from it. */
  readonly ref: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
};
export type StartedSession = Session & {
  /** What the browser keeps; only its digest is in the database. */
  readonly cookie: string;
};

type Row = { person_id: string; started_at: Date; seen_at: Date; ends_at: Date; by_link: boolean };
type ListedRow = { session_id: Buffer; started_at: Date; seen_at: Date };

const refOf = (sessionId: Buffer): string => sessionId.toString('hex');

/** Who is signed in. A session ends when it is told to, at once and in every process. */
export class Sessions {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  async start(personId: Id, byLink: boolean): Promise<StartedSession> {
    const cookie = newSecret();
    const startedAt = this.clock.now();
    const endsAt = later(startedAt, lifeMs);
    await this.pool.query(
      `DELETE FROM accounts.session
       WHERE session_id IN (SELECT session_id FROM accounts.session WHERE ends_at <= $1 FOR UPDATE SKIP LOCKED)`,
      [startedAt],
    );
    await this.pool.query(
      `INSERT INTO accounts.session (session_id, person_id, started_at, seen_at, ends_at, by_link)
       VALUES ($1, $2, $3, $3, $4, $5)`,
      [digestOf(cookie), personId, startedAt, endsAt, byLink],
    );
    return { cookie, personId, startedAt, endsAt, byLink };
  }

  async find(cookie: string): Promise<Session | null> {
    const sessionId = digestOf(cookie);
    if (!sessionId) return null;
    const now = this.clock.now();
    const { rows } = await this.pool.query<Row>(
      `SELECT person_id, started_at, seen_at, ends_at, by_link FROM accounts.session
       WHERE session_id = $1 AND revoked_at IS NULL AND ends_at > $2 AND seen_at > $3`,
      [sessionId, now, later(now, -idleMs)],
    );
    const row = rows[0];
    if (!row) return null;
    if (row.seen_at.toISOString() <= later(now, -seenEveryMs)) {
      await this.pool.query('UPDATE accounts.session SET seen_at = $2 WHERE session_id = $1 AND seen_at < $2', [
        sessionId,
        now,
      ]);
    }
    return {
      personId: row.person_id,
      startedAt: row.started_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      byLink: row.by_link,
    };
  }

  /** Those of a person that still hold, the one last seen first. */
  async of(personId: Id): Promise<ListedSession[]> {
    const now = this.clock.now();
    const { rows } = await this.pool.query<ListedRow>(
      `SELECT session_id, started_at, seen_at FROM accounts.session
       WHERE person_id = $1 AND revoked_at IS NULL AND ends_at > $2 AND seen_at > $3
       ORDER BY seen_at DESC, started_at DESC, session_id`,
      [personId, now, later(now, -idleMs)],
    );
    return rows.map(({ session_id, started_at, seen_at }) => ({
      ref: refOf(session_id),
      startedAt: started_at.toISOString(),
      seenAt: seen_at.toISOString(),
    }));
  }

  /** Ends one of a person's own sessions, by its `ref`. */
  async endOneOf(personId: Id, ref: string): Promise<void> {
    await this.pool.query(
      `UPDATE accounts.session SET revoked_at = $3
       WHERE person_id = $1 AND encode(session_id, 'hex') = $2 AND revoked_at IS NULL`,
      [personId, ref, this.clock.now()],
    );
  }

  /** Ends all of a person's sessions but the one of this cookie. */
  async endOthersOf(personId: Id, cookie: string): Promise<void> {
    await this.pool.query(
      `UPDATE accounts.session SET revoked_at = $3
       WHERE person_id = $1 AND session_id IS DISTINCT FROM $2 AND revoked_at IS NULL`,
      [personId, digestOf(cookie), this.clock.now()],
    );
  }

  /** The `ref` of a cookie's session. */
  refOf(cookie: string): string | null {
    const sessionId = digestOf(cookie);
    return sessionId && refOf(sessionId);
  }

  async end(cookie: string): Promise<void> {
    const sessionId = digestOf(cookie);
    if (!sessionId) return;
    await this.pool.query('UPDATE accounts.session SET revoked_at = $2 WHERE session_id = $1 AND revoked_at IS NULL', [
      sessionId,
      this.clock.now(),
    ]);
  }
}

const later = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
