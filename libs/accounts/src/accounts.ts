import type { Pool } from 'pg';
import { codeOf } from '#database';
import type { Clock, Id } from '#event-sourcing';
import type { MasterKey } from '#sealing';
import { Attempts } from './attempts.js';
import { Links, type Link, type LinkOptions, type NewLink } from './links.js';
import { hashPassword, isPassword } from './password-hash.js';
import { passwordProblem, PasswordRefused } from './password-rules.js';
import { emailDigest, keyedDigest } from './secrets.js';
import { Sessions, type Session, type StartedSession } from './sessions.js';

/** Somebody else signs in with this address already. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
  constructor() {
    super('Somebody else signs in with this email address.');
  }
}

/** `refused` says neither that the address is unknown nor that the password is wrong. */
export type SignInOutcome = { readonly personId: Id } | 'refused' | 'too-many-attempts';

/** Somebody who mistypes has this many attempts in a quarter of an hour; so has somebody who guesses. */
const attemptsForAddressMax = 10;
/** A school may have one address on the internet for all of its staff. */
const attemptsFromPlaceMax = 100;

/** Who may sign in, and who is signed in. What they may do follows from their roles and is asked for elsewhere. */
export class Accounts {
  private readonly attempts: Attempts;
  private readonly sessions: Sessions;
  private readonly links: Links;
  private readonly emailKey: Buffer;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    masterKey: MasterKey,
  ) {
    this.attempts = new Attempts(pool, clock);
    this.sessions = new Sessions(pool, clock);
    this.links = new Links(pool, clock);
    this.emailKey = masterKey.derive('accounts-email');
  }

  /**
   * Makes a person's account, or changes its address and password. Whoever was signed in as them no longer is.
   *
   * @throws {PasswordRefused} @throws {AddressTaken}
   */
  async setPassword(personId: Id, email: string, password: string): Promise<void> {
    const problem = passwordProblem(password, email);
    if (problem) throw new PasswordRefused(problem);
    const passwordHash = await hashPassword(password);
    try {
      await this.pool.query(
        `WITH ended AS (UPDATE accounts.session SET revoked_at = $4 WHERE person_id = $1 AND revoked_at IS NULL)
         INSERT INTO accounts.account AS a (person_id, email_digest, password_hash, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE
           SET email_digest = excluded.email_digest, password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
        [personId, emailDigest(this.emailKey, email), passwordHash, this.clock.now()],
      );
    } catch (error) {
      throw codeOf(error) === '23505' ? new AddressTaken() : error;
    }
  }

  /**
   * Who this is. An unknown address and a wrong password take the same time and give the same answer; after too many
   * attempts for an address, or from one place on the network, nobody's password is looked at for a while.
   */
  async signIn(email: string, password: string, from?: string): Promise<SignInOutcome> {
    const address = emailDigest(this.emailKey, email);
    const place = from === undefined ? null : keyedDigest(this.emailKey, `from ${from}`);
    // Both are counted, whatever the first says.
    const tooMany = await Promise.all([
      this.attempts.isOneTooMany(address, attemptsForAddressMax),
      place !== null && this.attempts.isOneTooMany(place, attemptsFromPlaceMax),
    ]);
    if (tooMany.includes(true)) return 'too-many-attempts';

    const { rows } = await this.pool.query<{ person_id: string; password_hash: string }>(
      'SELECT person_id, password_hash FROM accounts.account WHERE email_digest = $1',
      [address],
    );
    const account = rows[0];
    if (!(await isPassword(password, account?.password_hash)) || !account) return 'refused';
    await this.attempts.forget(address);
    return { personId: account.person_id };
  }

  /** Whether anybody has an account yet: a new installation waits for its first. */
  async hasAnyone(): Promise<boolean> {
    const { rows } = await this.pool.query<{ there: boolean }>('SELECT EXISTS (SELECT FROM accounts.account) AS there');
    return rows[0]?.there ?? false;
  }

  startSession(personId: Id): Promise<StartedSession> {
    return this.sessions.start(personId);
  }

  /** Whose session this is, as long as it lasts: twelve hours at most, and an hour without a page. */
  session(cookie: string): Promise<Session | null> {
    return this.sessions.find(cookie);
  }

  endSession(cookie: string): Promise<void> {
    return this.sessions.end(cookie);
  }

  /** Signs a person out everywhere, and takes back the links by which they could come in again. */
  async endAllOf(personId: Id): Promise<void> {
    await this.pool.query(
      `WITH taken_back AS (UPDATE accounts.link SET consumed_at = $2 WHERE person_id = $1 AND consumed_at IS NULL)
       UPDATE accounts.session SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL`,
      [personId, this.clock.now()],
    );
  }

  /** A link that signs a person in, or that makes the first person of a new installation. */
  makeLink(purpose: 'first-run'): Promise<NewLink>;
  makeLink(purpose: 'sign-in', personId: Id, options?: LinkOptions): Promise<NewLink>;
  makeLink(purpose: Link['purpose'], personId: Id | null = null, options: LinkOptions = {}): Promise<NewLink> {
    return this.links.make(purpose, personId, options);
  }

  /** What a link is good for, as long as it is good for anything; it stays as it is. */
  readLink(token: string): Promise<Link | null> {
    return this.links.read(token);
  }

  /** As `readLink`, and uses the link up. */
  consumeLink(token: string): Promise<Link | null> {
    return this.links.consume(token);
  }
}
