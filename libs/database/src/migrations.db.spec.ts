import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { migrate, stepsAreThere, type Migrations } from './migrations.js';

describe('migrations', () => {
  let fresh: FreshDatabase;
  let owner: pg.Client;
  beforeEach(async () => {
    fresh = await freshDatabase();
    owner = new pg.Client(fresh.ownerUrl);
    await owner.connect();
  });
  afterEach(async () => {
    await owner.end();
    await fresh.drop();
  });

  const first = { id: '001-table', sql: 'CREATE TABLE sheep (name text)' };
  const second = { id: '002-sheep', sql: "INSERT INTO sheep VALUES ('Dolly')" };
  const sheep: Migrations = { name: 'sheep', steps: [first, second], grants: 'GRANT SELECT ON sheep TO :"service"' };
  const run = (...sets: Migrations[]) => migrate(owner, 'waymark_service', sets);
  const count = async () => (await owner.query('SELECT FROM sheep')).rowCount;

  it('run each step once, however often', async () => {
    await run({ ...sheep, steps: [first] });
    await run(sheep);
    await run(sheep);
    expect(await count()).toBe(1);
  });

  it('run once, though several processes begin together', async () => {
    const others = await Promise.all(
      [1, 2, 3].map(async () => {
        const other = new pg.Client(fresh.ownerUrl);
        await other.connect();
        return other;
      }),
    );
    await Promise.all(others.map((other) => migrate(other, 'waymark_service', [sheep])));
    await Promise.all(others.map((other) => other.end()));
    expect(await count()).toBe(1);
  });

  it('leave nothing of a step that fails, and keep those before it', async () => {
    const broken = { id: '002-broken', sql: "INSERT INTO sheep VALUES ('Dolly'); SELECT 1/0" };
    await expect(run({ name: 'sheep', steps: [first, broken] })).rejects.toThrow('division by zero');
    expect(await count()).toBe(0);
    await run(sheep);
    expect(await count()).toBe(1);
  });

  it('refuse a step that has changed since', async () => {
    await run(sheep);
    const changed = { ...second, sql: "INSERT INTO sheep VALUES ('Molly')" };
    await expect(run({ name: 'sheep', steps: [first, changed] })).rejects.toThrow('002-sheep of sheep has changed');
  });

  it('refuse a database that a newer version has moved on', async () => {
    await run(sheep);
    await expect(run({ name: 'sheep', steps: [first] })).rejects.toThrow('ahead of this program');
  });

  it('are there when all of this program have been run, whatever a newer version has run beside them', async () => {
    await run({ ...sheep, steps: [first] });
    expect(await stepsAreThere(owner, [sheep])).toBe(false);
    await run(sheep);
    expect(await stepsAreThere(owner, [{ ...sheep, steps: [first] }])).toBe(true);
    expect(await stepsAreThere(owner, [sheep, { name: 'goats', steps: [first] }])).toBe(false);
  });

  it('let an earlier version run on a database whose further steps say that it may, and no other', async () => {
    const wool = { id: '003-wool', sql: 'ALTER TABLE sheep ADD COLUMN wool text', earlierMayRun: true } as const;
    const goat = { id: '004-goat', sql: 'ALTER TABLE sheep RENAME TO goat' };
    await run({ ...sheep, steps: [first, second, wool] });
    await expect(run(sheep)).resolves.toBe('owner');
    await run({ name: 'sheep', steps: [first, second, wool, goat] });
    await expect(run(sheep)).rejects.toThrow('it ran the step 004-goat of sheep');
  });

  it('give a ledger of an earlier version what it lacks', async () => {
    await run({ ...sheep, steps: [first] });
    await owner.query('ALTER TABLE migrations.step DROP COLUMN earlier_may_run');
    await run(sheep);
    expect(await count()).toBe(1);
  });

  it('refuse steps that are out of order, before touching anything', async () => {
    await expect(run({ name: 'sheep', steps: [second, first] })).rejects.toThrow('out of order');
  });

  it('let the service do what was granted, and no more', async () => {
    await run(sheep);
    const pool = fresh.database.pool('test');
    expect((await pool.query('SELECT FROM sheep')).rowCount).toBe(1);
    await expect(pool.query('DELETE FROM sheep')).rejects.toThrow('permission denied');
  });

  it('grant again when the grants have changed', async () => {
    await run(sheep);
    await run({ ...sheep, grants: 'GRANT SELECT, DELETE ON sheep TO :"service"' });
    expect((await fresh.database.pool('test').query('DELETE FROM sheep')).rowCount).toBe(1);
  });

  describe('for a login that does not own the database', () => {
    const look = async (set: Migrations) => {
      const guest = new pg.Client(fresh.serviceUrl);
      await guest.connect();
      try {
        return await migrate(guest, 'waymark_service', [set]);
      } finally {
        await guest.end();
      }
    };

    it('are in order when the owner has run them', async () => {
      await run(sheep);
      expect(await look(sheep)).toBe('guest');
    });

    it('are refused when some are missing', async () => {
      await run({ ...sheep, steps: [first] });
      await expect(look(sheep)).rejects.toThrow('lacks the step 002-sheep of sheep');
    });
  });
});
