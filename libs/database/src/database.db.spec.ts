import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { Database } from './database.js';
import { isConnectionLost } from './faults.js';
import type { Migrations } from './migrations.js';

const sheep: Migrations = {
  name: 'sheep',
  steps: [{ id: '1', sql: 'CREATE TABLE sheep (name text)' }],
  grants: 'GRANT SELECT ON sheep TO :"service"',
};

describe('a database', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => (fresh = await freshDatabase({ migrations: [sheep] })));
  afterAll(() => fresh.drop());

  const open = (databaseUrl: string, databaseOwnerUrl?: string) =>
    Database.open({ dataDir: '', databaseUrl, databaseOwnerUrl }, [sheep]);
  const speakOf = (part: string) => (warning: string) => warning.includes(part);

  it('with two logins has nothing to warn of but a server that forgets', async () => {
    const database = await open(fresh.serviceUrl, fresh.ownerUrl);
    expect(database.warnings).toEqual([expect.stringContaining('fsync off')]);
    await database.close();
  });

  it('with one login that owns the tables says that the owner may bypass its grants', async () => {
    const database = await open(fresh.ownerUrl);
    expect(database.warnings.some(speakOf('may bypass its grants; a trigger still refuses'))).toBe(true);
    expect(database.ownerUrl).toBe(database.serviceUrl);
    await database.close();
  });

  it('that its owner has migrated before needs the service alone', async () => {
    const database = await open(fresh.serviceUrl);
    expect(database.warnings.some(speakOf('bypass'))).toBe(false);
    await database.close();
  });

  it('refuses two logins to two databases', async () => {
    const elsewhere = new URL(fresh.ownerUrl);
    elsewhere.pathname = '/waymark';
    await expect(open(fresh.serviceUrl, elsewhere.href)).rejects.toThrow('they must be the same');
  });

  it('gives each purpose a pool of its own, as the service, with its limits', async () => {
    const pool = fresh.database.pool('limits', {
      statementTimeoutMs: 4321,
      lockTimeoutMs: 1234,
      idleInTransactionTimeoutMs: 5678,
      mayBeLost: true,
      byIndex: true,
    });
    expect(fresh.database.pool('limits')).toBe(pool);
    const { rows } = await pool.query(
      `SELECT current_user AS role, current_setting('application_name') AS name, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('synchronous_commit') AS commits,
              current_setting('statement_timeout') AS statement, current_setting('enable_seqscan') AS by_row`,
    );
    expect(rows).toEqual([
      {
        role: 'waymark_service',
        name: 'waymark limits',
        lock: '1234ms',
        idle: '5678ms',
        commits: 'off',
        statement: '4321ms',
        by_row: 'off',
      },
    ]);
  });

  it('hears its channels, and no longer when it has had enough', async () => {
    const heard: string[] = [];
    let hear = (): void => undefined;
    const first = new Promise<void>((resolve) => (hear = resolve));
    const stop = await fresh.database.listen('bleating', (payload) => {
      heard.push(payload);
      hear();
    });
    let over = (_payload: string): void => undefined;
    const last = new Promise<string>((resolve) => (over = resolve));
    await fresh.database.listen('last', (payload) => over(payload));
    const shepherd = fresh.database.pool('shepherd', { max: 1 });
    await shepherd.query("NOTIFY bleating, 'baa'");
    await first;
    await stop();
    await shepherd.query("NOTIFY bleating, 'unheard'");
    await shepherd.query("NOTIFY last, 'over'");
    expect(await last).toBe('over');
    expect(heard).toEqual(['baa']);
  });

  it('hears again when the connection comes back, and is told that it may have missed something', async () => {
    const database = await open(fresh.serviceUrl);
    const heard: string[] = [];
    let told = (): void => undefined;
    const heardOf = (count: number) =>
      new Promise<void>((resolve) => (told = () => (heard.length >= count ? resolve() : undefined)));
    await database.listen('wolves', (payload) => {
      heard.push(payload);
      told();
    });
    const shepherd = database.pool('shepherd');
    const back = heardOf(1);
    await shepherd.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'waymark listening'`,
    );
    await back;
    const again = heardOf(2);
    await shepherd.query("NOTIFY wolves, 'howling'");
    await again;
    expect(heard).toEqual(['', 'howling']);
    await database.close();
  });
});

describe('a lost connection', () => {
  const errorOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is told from a statement that failed', async () => {
    const fresh = await freshDatabase();
    const client = new pg.Client(fresh.serviceUrl);
    client.on('error', () => undefined);
    await client.connect();
    expect(isConnectionLost(await errorOf(client.query('SELECT 1/0')))).toBe(false);
    expect(isConnectionLost(await errorOf(client.query('SELECT pg_terminate_backend(pg_backend_pid())')))).toBe(true);
    expect(isConnectionLost(await errorOf(client.query('SELECT 1')))).toBe(true);
    const nobody = new pg.Client({ host: '127.0.0.1', port: 1 });
    expect(isConnectionLost(await errorOf(nobody.connect()))).toBe(true);
    await fresh.drop();
  });
});
