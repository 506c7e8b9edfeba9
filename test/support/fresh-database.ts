import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database, EmbeddedPostgres, fingerprint, migrate, type Migrations } from '#database';

export type FreshDatabase = {
  /** Open and migrated, as a service has it. */
  readonly database: Database;
  readonly serviceUrl: string;
  readonly ownerUrl: string;
  /** Closes the database and throws it away, whoever is still connected. */
  drop(): Promise<void>;
};

/**
 * A new database for one test file: a copy of a template that the first to ask for these migrations made.
 *
 * ```ts
 * let fresh: FreshDatabase;
 * beforeAll(async () => (fresh = await freshDatabase({ migrations: [eventsMigrations] })));
 * afterAll(() => fresh.drop());
 * ```
 */
export async function freshDatabase({
  migrations = [],
}: { migrations?: readonly Migrations[] } = {}): Promise<FreshDatabase> {
  const server = await testServer();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const serviceUrl = server.url('waymark_service', name);
  const ownerUrl = server.url('waymark_owner', name);
  try {
    await asAdmin(server, async (admin) => {
      const template = await templateWith(server, admin, migrations);
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER waymark_owner`);
    });
    const urls = { databaseUrl: serviceUrl, databaseOwnerUrl: ownerUrl };
    const database = await Database.open({ dataDir: '', ...urls }, migrations);
    const drop = async () => {
      await database.close();
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await server.leave();
    };
    return { database, serviceUrl, ownerUrl, drop };
  } catch (error) {
    await server.leave();
    throw error;
  }
}

/** One server for the whole run, started by the first that needs it. Its data are thrown away, so nothing waits for the disk. */
function testServer(): Promise<EmbeddedPostgres> {
  const dataDir = process.env['WAYMARK_TEST_DATA'];
  if (dataDir === undefined) throw new Error('Name this test x.db.spec.ts or x.e2e.spec.ts: it needs PostgreSQL.');
  const settings = {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
  };
  return EmbeddedPostgres.attach({ dataDir, settings, staysUp: true });
}

async function templateWith(
  server: EmbeddedPostgres,
  admin: pg.Client,
  migrations: readonly Migrations[],
): Promise<string> {
  const template = `template_${fingerprint(migrations)}`;
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 0) {
    const draft = `draft_${randomBytes(6).toString('hex')}`;
    await admin.query(`CREATE DATABASE ${draft} OWNER waymark_owner`);
    const owner = new pg.Client(server.url('waymark_owner', draft));
    await owner.connect();
    try {
      await owner.query(`GRANT CREATE ON DATABASE ${draft} TO waymark_service`);
      await migrate(owner, 'waymark_service', migrations);
    } finally {
      await owner.end();
    }
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  }
  await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  return template;
}

async function asAdmin<T>(server: EmbeddedPostgres, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(server.url('postgres', 'postgres'));
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
