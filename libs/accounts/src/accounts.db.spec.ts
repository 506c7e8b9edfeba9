import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { newId } from '#event-sourcing';
import { MasterKey } from '#sealing';
import { HeldClock } from '#testing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { Accounts, AddressTaken } from './accounts.js';
import { accountsMigrations } from './migrations.js';
import { PasswordRefused } from './password-rules.js';

const email = 'sam.okafor@elmpark.example';
const password = 'hedge lantern oboe';
const wrong = 'hedge lantern oboes';

describe('accounts', () => {
  let fresh: FreshDatabase;
  let clock: HeldClock;
  let accounts: Accounts;
  /** Another process on the same database. */
  let elsewhere: Accounts;
  const sam = newId();

  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: [accountsMigrations] });
  }, 60_000);
  afterAll(() => fresh.drop());
  beforeEach(async () => {
    await fresh.database
      .pool('accounts')
      .query(
        'DELETE FROM accounts.account; DELETE FROM accounts.session; DELETE FROM accounts.link; DELETE FROM accounts.attempts',
      );
    clock = new HeldClock('2026-11-23T08:00:00.000Z');
    const masterKey = MasterKey.of(Buffer.alloc(32, 7));
    accounts = new Accounts(fresh.database.pool('accounts'), clock, masterKey);
    elsewhere = new Accounts(fresh.database.pool('accounts elsewhere'), clock, masterKey);
  });

  describe('a password', () => {
    beforeEach(() => accounts.setPassword(sam, email, password));

    it('signs in', async () => expect(await accounts.signIn(email, password)).toEqual({ personId: sam }));
    it('signs in however the address is typed', async () =>
      expect(await accounts.signIn(' Sam.Okafor@ElmPark.example ', password)).toEqual({ personId: sam }));
    it('signs in from another keyboard, which composes its letters', async () => {
      await accounts.setPassword(sam, email, 'caf\u00e9 lantern oboe');
      expect(await accounts.signIn(email, 'cafe\u0301 lantern oboe')).toEqual({ personId: sam });
    });
    it('has to be right', async () => expect(await accounts.signIn(email, wrong)).toBe('refused'));
    it('needs an address that is known', async () =>
      expect(await accounts.signIn('nobody@elmpark.example', password)).toBe('refused'));
    it('of nobody is not the empty one', async () =>
      expect(await accounts.signIn('nobody@elmpark.example', '')).toBe('refused'));
    it('can be changed, with the address', async () => {
      await accounts.setPassword(sam, 's.okafor@elmpark.example', 'another lantern oboe');
      expect(await accounts.signIn(email, password)).toBe('refused');
      expect(await accounts.signIn('s.okafor@elmpark.example', 'another lantern oboe')).toEqual({ personId: sam });
    });
    it('when changed signs out whoever was signed in', async () => {
      const { cookie } = await accounts.startSession(sam);
      await accounts.setPassword(sam, email, 'another lantern oboe');
      expect(await accounts.session(cookie)).toBeNull();
    });
    it('that is too easy is refused, and the one before stays', async () => {
      await expect(accounts.setPassword(sam, email, 'password1234')).rejects.toThrow(PasswordRefused);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
    });
    it('belongs to one person for each address', async () => {
      await expect(accounts.setPassword(newId(), email, 'another lantern oboe')).rejects.toThrow(AddressTaken);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
    });
    it('is hashed again when its cost is another than today’s, and signs in as before', async () => {
      const pool = fresh.database.pool('accounts');
      const hashOf = async () =>
        (await pool.query<{ password_hash: string }>('SELECT password_hash FROM accounts.account')).rows[0]
          ?.password_hash;
      const cheap = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
      await pool.query('UPDATE accounts.account SET password_hash = $1', [cheap]);
      await accounts.signIn(email, wrong);
      expect(await hashOf()).toBe(cheap);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
      const again = await hashOf();
      expect(again).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
      expect(await hashOf()).toBe(again);
    });
    it('is asked for again by its person alone, and guesses are counted', async () => {
      expect(await accounts.isPasswordOf(sam, password)).toBe(true);
      expect(await accounts.isPasswordOf(newId(), password)).toBe(false);
      for (let guess = 0; guess < 10; guess += 1) expect(await accounts.isPasswordOf(sam, wrong)).toBe(false);
      expect(await elsewhere.isPasswordOf(sam, password)).toBe('too-many-attempts');
    });
    it('stays with its person when their address changes', async () => {
      await accounts.changeAddress(sam, 's.okafor@elmpark.example');
      expect(await accounts.signIn(email, password)).toBe('refused');
      expect(await accounts.signIn('s.okafor@elmpark.example', password)).toEqual({ personId: sam });
    });
    it('does not let an address be taken over', async () => {
      const eve = newId();
      await accounts.setPassword(eve, 'eve@elmpark.example', 'another lantern oboe');
      await expect(accounts.changeAddress(eve, email)).rejects.toThrow(AddressTaken);
      expect(await accounts.withAccount([sam, eve, newId()])).toEqual(new Set([sam, eve]));
    });
    it('is of no use under another master key', async () => {
      const stolen = new Accounts(fresh.database.pool('accounts'), clock, MasterKey.of(randomBytes(32)));
      expect(await stolen.signIn(email, password)).toBe('refused');
    });
    it('takes as long to be refused for an unknown address', async () => {
      const timed = async (address: string) => {
        const begun = performance.now();
        for (let attempt = 0; attempt < 4; attempt += 1) await accounts.signIn(address, wrong);
        return performance.now() - begun;
      };
      const known = await timed(email);
      // Without hashing it would be a thirtieth; so much less than half is no matter of a busy machine.
      expect(await timed('nobody@elmpark.example')).toBeGreaterThan(known * 0.3);
    });
  });

  describe('too many attempts', () => {
    beforeEach(() => accounts.setPassword(sam, email, password));
    const fail = async (times: number, address = email, from?: string) => {
      for (let attempt = 0; attempt < times; attempt += 1) {
        await (attempt % 2 === 0 ? accounts : elsewhere).signIn(address, wrong, from);
      }
    };

    it('are more than ten for an address, over all processes', async () => {
      await fail(10);
      expect(await elsewhere.signIn(email, password)).toBe('too-many-attempts');
    });
    it('are not ten, and those before a success are forgotten', async () => {
      await fail(9);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
      await fail(9);
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
    });
    it('are counted for addresses that nobody has, too', async () => {
      await fail(10, 'nobody@elmpark.example');
      expect(await accounts.signIn('nobody@elmpark.example', password)).toBe('too-many-attempts');
    });
    it('do not keep others out', async () => {
      await fail(11, 'nobody@elmpark.example', '192.0.2.1');
      expect(await accounts.signIn(email, password, '192.0.2.1')).toEqual({ personId: sam });
    });
    it('are over a quarter of an hour after the first', async () => {
      await fail(10);
      clock.moveTo('2026-11-23T08:14:59.999Z');
      expect(await accounts.signIn(email, password)).toBe('too-many-attempts');
      clock.moveTo('2026-11-23T08:15:00.000Z');
      expect(await accounts.signIn(email, password)).toEqual({ personId: sam });
    });
    it('are counted at the same moment, too', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? accounts : elsewhere).signIn(email, wrong)),
      );
      expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(10);
      expect(outcomes.filter((outcome) => outcome === 'too-many-attempts')).toHaveLength(4);
    });
    it('are more than a hundred from one place, whatever the addresses', async () => {
      const addresses = Array.from({ length: 100 }, (_, index) => `nobody${index}@elmpark.example`);
      await Promise.all(addresses.map((address) => accounts.signIn(address, wrong, '192.0.2.1')));
      expect(await accounts.signIn(email, password, '192.0.2.1')).toBe('too-many-attempts');
      expect(await accounts.signIn(email, password, '192.0.2.2')).toEqual({ personId: sam });
    });
  });

  describe('a session', () => {
    it('is known by its cookie, everywhere', async () => {
      const { cookie, endsAt } = await accounts.startSession(sam);
      expect(endsAt).toBe('2026-11-23T20:00:00.000Z');
      expect(await elsewhere.session(cookie)).toEqual({
        personId: sam,
        startedAt: '2026-11-23T08:00:00.000Z',
        endsAt: '2026-11-23T20:00:00.000Z',
        byLink: false,
      });
    });
    it('says whether it was begun by a link', async () => {
      const { cookie } = await accounts.startSession(sam, { byLink: true });
      expect(await elsewhere.session(cookie)).toMatchObject({ byLink: true });
    });
    it('is listed for its person, with the others of theirs, and ends by its name in the list', async () => {
      const [own, other, somebodyElses] = [
        await accounts.startSession(sam),
        await elsewhere.startSession(sam),
        await accounts.startSession(newId()),
      ];
      const listed = (await accounts.sessionsOf(sam)).map(({ ref }) => ref);
      expect(new Set(listed)).toEqual(new Set([accounts.refOf(own.cookie), accounts.refOf(other.cookie)]));
      await accounts.endOneOf(sam, accounts.refOf(somebodyElses.cookie) ?? '');
      expect(await accounts.session(somebodyElses.cookie)).not.toBeNull();
      await accounts.endOneOf(sam, accounts.refOf(other.cookie) ?? '');
      expect(await elsewhere.session(other.cookie)).toBeNull();
      expect(await accounts.sessionsOf(sam)).toEqual([
        { ref: accounts.refOf(own.cookie), startedAt: own.startedAt, seenAt: own.startedAt },
      ]);
    });
    it('stays when all others of its person end', async () => {
      const [own, other] = [await accounts.startSession(sam), await elsewhere.startSession(sam)];
      await accounts.endOthersOf(sam, own.cookie);
      expect([await accounts.session(own.cookie), await accounts.session(other.cookie)]).toEqual([
        expect.objectContaining({ personId: sam }),
        null,
      ]);
    });
    it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}'`, '\u0000'.repeat(43)])(
      'is not known by a cookie that was never given (%j)',
      async (cookie) => {
        await accounts.startSession(sam);
        expect(await accounts.session(cookie)).toBeNull();
        await expect(accounts.endSession(cookie)).resolves.toBeUndefined();
      },
    );
    it('is over an hour after its last page', async () => {
      const { cookie } = await accounts.startSession(sam);
      clock.moveTo('2026-11-23T08:59:59.999Z');
      expect(await accounts.session(cookie)).not.toBeNull();
      clock.moveTo('2026-11-23T09:59:59.998Z');
      expect(await accounts.session(cookie)).not.toBeNull();
      clock.moveTo('2026-11-23T10:59:59.998Z');
      expect(await accounts.session(cookie)).toBeNull();
    });
    it('is over twelve hours after its start, however busy', async () => {
      const { cookie } = await accounts.startSession(sam);
      for (let halfHours = 1; halfHours < 24; halfHours += 1) {
        clock.moveTo(new Date(Date.parse('2026-11-23T08:00:00.000Z') + halfHours * 30 * 60_000).toISOString());
        expect(await accounts.session(cookie)).not.toBeNull();
      }
      clock.moveTo('2026-11-23T20:00:00.000Z');
      expect(await accounts.session(cookie)).toBeNull();
    });
    it('ends at once, everywhere', async () => {
      const { cookie } = await accounts.startSession(sam);
      await accounts.endSession(cookie);
      expect(await elsewhere.session(cookie)).toBeNull();
    });
    it('ends alone', async () => {
      const { cookie } = await accounts.startSession(sam);
      const other = await accounts.startSession(sam);
      await accounts.endSession(cookie);
      expect(await accounts.session(other.cookie)).toMatchObject({ personId: sam });
    });
    it('ends with all of its person, links that would bring them back among them, and nobody else’s', async () => {
      const own = await Promise.all([accounts.startSession(sam), elsewhere.startSession(sam)]);
      const link = await accounts.makeLink('sign-in', sam);
      const others = await accounts.startSession(newId());
      await accounts.endAllOf(sam);
      expect(await Promise.all(own.map(({ cookie }) => accounts.session(cookie)))).toEqual([null, null]);
      expect(await accounts.consumeLink(link.token)).toBeNull();
      expect(await accounts.session(others.cookie)).not.toBeNull();
    });
  });

  describe('a link', () => {
    it('signs in, once', async () => {
      const { token, endsAt } = await accounts.makeLink('sign-in', sam);
      const link = { purpose: 'sign-in', personId: sam, endsAt };
      expect(endsAt).toBe('2026-11-23T08:15:00.000Z');
      expect(await accounts.consumeLink(token)).toEqual(link);
      expect(await accounts.consumeLink(token)).toBeNull();
      expect(await accounts.readLink(token)).toBeNull();
    });
    it('may be read first, as mail programs do', async () => {
      const { token } = await accounts.makeLink('sign-in', sam);
      expect(await accounts.readLink(token)).toMatchObject({ purpose: 'sign-in', personId: sam });
      expect(await accounts.consumeLink(token)).toMatchObject({ purpose: 'sign-in', personId: sam });
    });
    it('lets one in of many at the same moment', async () => {
      const { token } = await accounts.makeLink('sign-in', sam);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? accounts : elsewhere).consumeLink(token)),
      );
      expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    });
    it('is over after a quarter of an hour', async () => {
      const { token } = await accounts.makeLink('sign-in', sam);
      clock.moveTo('2026-11-23T08:14:59.999Z');
      expect(await accounts.readLink(token)).not.toBeNull();
      clock.moveTo('2026-11-23T08:15:00.000Z');
      expect(await accounts.readLink(token)).toBeNull();
      expect(await accounts.consumeLink(token)).toBeNull();
    });
    it('of a demonstration works again and again, for as long as was said', async () => {
      const { token } = await accounts.makeLink('sign-in', sam, { reusable: true, minutes: 60 });
      await accounts.consumeLink(token);
      clock.moveTo('2026-11-23T08:59:59.999Z');
      expect(await accounts.consumeLink(token)).toMatchObject({ personId: sam });
      clock.moveTo('2026-11-23T09:00:00.000Z');
      expect(await accounts.consumeLink(token)).toBeNull();
    });
    it('that was never made is none', async () => {
      expect(await accounts.readLink('A'.repeat(43))).toBeNull();
      expect(await accounts.consumeLink('no link')).toBeNull();
    });
  });

  describe('the first run', () => {
    it('has nobody yet, and then somebody', async () => {
      expect(await accounts.hasAnyone()).toBe(false);
      await accounts.setPassword(sam, email, password);
      expect(await accounts.hasAnyone()).toBe(true);
    });
    it('is begun by a link that is nobody’s', async () => {
      const { token, endsAt } = await accounts.makeLink('first-run');
      expect(await accounts.consumeLink(token)).toEqual({ purpose: 'first-run', endsAt });
    });
    it('is over as soon as anybody has an account', async () => {
      const { token } = await accounts.makeLink('first-run');
      await accounts.setPassword(sam, email, password);
      expect(await accounts.readLink(token)).toBeNull();
      expect(await accounts.consumeLink(token)).toBeNull();
    });
  });

  it('hold no address, password, cookie or link in the open', async () => {
    await accounts.setPassword(sam, email, password);
    const { cookie } = await accounts.startSession(sam);
    const { token } = await accounts.makeLink('sign-in', sam);
    await accounts.signIn(email, wrong, '192.0.2.1');
    const { rows } = await fresh.database.pool('accounts').query<{ text: string }>(
      `SELECT a::text AS text FROM accounts.account a UNION ALL SELECT s::text FROM accounts.session s
       UNION ALL SELECT l::text FROM accounts.link l UNION ALL SELECT t::text FROM accounts.attempts t`,
    );
    const kept = rows.map(({ text }) => text).join('\n');
    expect(kept).toContain(sam);
    for (const secret of [email, password, wrong, cookie, token, '192.0.2.1']) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('throw away what is over', async () => {
    await accounts.startSession(sam);
    await accounts.makeLink('sign-in', sam);
    await accounts.signIn(email, wrong);
    clock.moveTo('2026-11-24T08:00:00.000Z');
    const { cookie } = await accounts.startSession(sam);
    await accounts.makeLink('sign-in', sam);
    await accounts.signIn('nobody@elmpark.example', wrong);
    const { rows } = await fresh.database.pool('accounts').query(
      `SELECT (SELECT count(*)::int FROM accounts.session) AS sessions, (SELECT count(*)::int FROM accounts.link) AS links,
              (SELECT count(*)::int FROM accounts.attempts) AS attempts`,
    );
    expect(rows).toEqual([{ sessions: 1, links: 1, attempts: 1 }]);
    expect(await accounts.session(cookie)).not.toBeNull();
  });
});
