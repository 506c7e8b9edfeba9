import type { Pool } from 'pg';
import { codeOf, inTransaction } from '#database';
import type { Clock, Id } from '#event-sourcing';
import type { MasterKey } from '#sealing';
import { Attempts } from './attempts.js';
import { Links, type Link, type LinkOptions, type NewLink } from './links.js';
import { hashPassword, isOfAnotherCost, isPassword } from './password-hash.js';
import { passwordProblem, PasswordRefused } from './password-rules.js';
import { emailDigest, emailKeyOf, keyedDigest } from './secrets.js';
import { Sessions, type ListedSession, type Session, type StartedSession } from './sessions.js';

/** Somebody else signs in with this address already. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
  constructor() {
    super('Somebody else signs in with this email address.');
  }
}

type AccountRow = { person_id: string; password_hash: string };

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
    this.emailKey = emailKeyOf(masterKey);
  }

  /**
   * Makes a person's account, or changes its address and password. Whoever was signed in as them no longer is, and links
   * that were made for them before sign nobody in any more.
   *
   * @throws {PasswordRefused} @throws {AddressTaken}
   */
  async setPassword(personId: Id, email: string, password: string): Promise<void> {
    const problem = passwordProblem(password, email);
    if (problem) throw new PasswordRefused(problem);
    const passwordHash = await hashPassword(password);
    try {
      await this.pool.query(
        `WITH ended AS (UPDATE accounts.session SET revoked_at = $4 WHERE person_id = $1 AND revoked_at IS NULL),
              taken_back AS (UPDATE accounts.link SET consumed_at = $4 WHERE person_id = $1 AND consumed_at IS NULL)
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
   * Changes the address with which a person signs in, where they have a password. Links that may be lying in the old
   * mailbox are taken back.
   *
   * @throws {AddressTaken}
   */
  async changeAddress(personId: Id, email: string): Promise<void> {
    try {
      await this.pool.query(
        `WITH taken_back AS (UPDATE accounts.link SET consumed_at = $3 WHERE person_id = $1 AND consumed_at IS NULL)
         UPDATE accounts.account SET email_digest = $2 WHERE person_id = $1`,
        [personId, emailDigest(this.emailKey, email), this.clock.now()],
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

    const { rows } = await this.pool.query<AccountRow>(
      'SELECT person_id, password_hash FROM accounts.account WHERE email_digest = $1',
      [address],
    );
    const account = rows[0];
    if (!(await isPassword(password, account?.password_hash)) || !account) return 'refused';
    await this.attempts.forget(address);
    if (isOfAnotherCost(account.password_hash)) await this.hashAgain(account, password);
    return { personId: account.person_id };
  }

  /** The cost of a guess is raised now and then; a password that was changed meanwhile stays as it was changed. */
  private async hashAgain(account: AccountRow, password: string): Promise<void> {
    await this.pool.query(
      'UPDATE accounts.account SET password_hash = $3 WHERE person_id = $1 AND password_hash = $2',
      [account.person_id, account.password_hash, await hashPassword(password)],
    );
  }

  /** Whether this is the person's password; guesses are counted as at sign-in. */
  async isPasswordOf(personId: Id, password: string): Promise<boolean | 'too-many-attempts'> {
    const about = keyedDigest(this.emailKey, `person ${personId}`);
    if (await this.attempts.isOneTooMany(about, attemptsForAddressMax)) return 'too-many-attempts';
    const { rows } = await this.pool.query<AccountRow>(
      'SELECT person_id, password_hash FROM accounts.account WHERE person_id = $1',
      [personId],
    );
    const right = await isPassword(password, rows[0]?.password_hash);
    if (right) await this.attempts.forget(about);
    return right;
  }

  /** Whether the person has chosen a password. */
  async hasAccount(personId: Id): Promise<boolean> {
    return (await this.withAccount([personId])).has(personId);
  }

  /** Those of these people who have chosen a password. */
  async withAccount(personIds: readonly Id[]): Promise<ReadonlySet<Id>> {
    const { rows } = await this.pool.query<{ person_id: Id }>(
      'SELECT person_id FROM accounts.account WHERE person_id = ANY ($1)',
      [personIds],
    );
    return new Set(rows.map(({ person_id }) => person_id));
  }

  /** Whether anybody has an account yet: a new installation waits for its first. */
  async hasAnyone(): Promise<boolean> {
    const { rows } = await this.pool.query<{ there: boolean }>('SELECT EXISTS (SELECT FROM accounts.account) AS there');
    return rows[0]?.there ?? false;
  }

  startSession(personId: Id, { byLink = false }: { readonly byLink?: boolean } = {}): Promise<StartedSession> {
    return this.sessions.start(personId, byLink);
  }

  /** Whose session this is, as long as it lasts: twelve hours at most, and an hour without a page. */
  session(cookie: string): Promise<Session | null> {
    return this.sessions.find(cookie);
  }

  endSession(cookie: string): Promise<void> {
    return this.sessions.end(cookie);
  }

  /** Where a person is signed in, the browser last seen first. */
  sessionsOf(personId: Id): Promise<ListedSession[]> {
    return this.sessions.of(personId);
  }

  /** Which of `sessionsOf` a cookie's is. */
  refOf(cookie: string): string | null {
    return this.sessions.refOf(cookie);
  }

  /** Ends one of a person's sessions; that of somebody else is none of theirs. */
  endOneOf(personId: Id, ref: string): Promise<void> {
    return this.sessions.endOneOf(personId, ref);
  }

  endOthersOf(personId: Id, cookie: string): Promise<void> {
    return this.sessions.endOthersOf(personId, cookie);
  }

  /** Signs a person out everywhere, and takes back the links by which they could come in again. */
  async endAllOf(personId: Id): Promise<void> {
    await this.pool.query(
      `WITH taken_back AS (UPDATE accounts.link SET consumed_at = $2 WHERE person_id = $1 AND consumed_at IS NULL)
       UPDATE accounts.session SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL`,
      [personId, this.clock.now()],
    );
  }

  /** Takes from a person all by which they could come in: password, sessions and links. Their address is free again. */
  async forget(personId: Id): Promise<void> {
    await this.endAllOf(personId);
    await this.pool.query('DELETE FROM accounts.account WHERE person_id = $1', [personId]);
  }

  /** Does the work while nobody else does any under this name, in whichever process. */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended('accounts ' || $1, 0))", [name]);
      return work();
    });
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
