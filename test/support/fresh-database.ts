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

/** What else is in a database from its beginning. It is put in once in a run of the tests, by the first who asks for it. */
export type Filling = {
  /** Another filling has another name. */
  readonly name: string;
  /** Fills a database that has been migrated. Nobody is connected to it any more when this has resolved. */
  readonly fill: (urls: { readonly serviceUrl: string; readonly ownerUrl: string }) => Promise<void>;
};

/**
 * A new database for one test file: a copy of a template that the first to ask for these migrations, and what fills it, made.
 *
 * ```ts
 * let fresh: FreshDatabase;
 * beforeAll(async () => (fresh = await freshDatabase({ migrations: [eventsMigrations] })));
 * afterAll(() => fresh.drop());
 * ```
 */
export async function freshDatabase({
  migrations = [],
  filling,
}: { migrations?: readonly Migrations[]; filling?: Filling | undefined } = {}): Promise<FreshDatabase> {
  const server = await testServer();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const serviceUrl = server.url('waymark_service', name);
  const ownerUrl = server.url('waymark_owner', name);
  try {
    await asAdmin(server, async (admin) => {
      const empty = await templateWith(server, admin, migrations);
      const template = filling ? await filledTemplate(server, admin, empty, filling) : empty;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER waymark_owner STRATEGY file_copy`);
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

function templateWith(server: EmbeddedPostgres, admin: pg.Client, migrations: readonly Migrations[]): Promise<string> {
  return template(admin, `template_${fingerprint(migrations)}`, async (draft) => {
    await admin.query(`CREATE DATABASE ${draft} OWNER waymark_owner`);
    const owner = new pg.Client(server.url('waymark_owner', draft));
    await owner.connect();
    try {
      await owner.query(`GRANT CREATE ON DATABASE ${draft} TO waymark_service`);
      await migrate(owner, 'waymark_service', migrations);
    } finally {
      await owner.end();
    }
  });
}

function filledTemplate(
  server: EmbeddedPostgres,
  admin: pg.Client,
  empty: string,
  { name, fill }: Filling,
): Promise<string> {
  return template(admin, `${empty}_${name}`, async (draft) => {
    await admin.query(`CREATE DATABASE ${draft} TEMPLATE ${empty} OWNER waymark_owner`);
    await fill({ serviceUrl: server.url('waymark_service', draft), ownerUrl: server.url('waymark_owner', draft) });
  });
}

/** The template of this name, made under another one, so that half of one is never copied. */
async function template(admin: pg.Client, name: string, make: (draft: string) => Promise<void>): Promise<string> {
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount === 0) {
    const draft = `draft_${randomBytes(6).toString('hex')}`;
    await make(draft);
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  }
  await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  return name;
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
