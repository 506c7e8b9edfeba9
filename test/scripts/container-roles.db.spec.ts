import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#database';
import { allMigrations } from '#installation';
import { asLogin, OwnPostgres } from '../support/own-postgres.js';

const timeoutMs = 120_000;

describe('the logins that the compose file makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-roles-'));
  const secrets = join(folder, 'secrets');
  let server: OwnPostgres;
  /** The URL that the secrets hold, with this server in the place of the container. */
  const url = (name: string) =>
    readFileSync(join(secrets, name), 'utf8').trim().replace('@postgres:5432/', `@127.0.0.1:${server.port}/`);

  beforeAll(async () => {
    cpSync('docker/make-secrets.sh', join(folder, 'make-secrets.sh'));
    execFileSync('sh', [join(folder, 'make-secrets.sh')]);
    // A container is given each file by itself, so the folder keeps nobody in it out.
    for (const each of [folder, secrets]) chmodSync(each, 0o755);
    server = await OwnPostgres.start();
    await server.asAdmin('postgres', (admin) => admin.query('CREATE DATABASE waymark'));
    const sql = readFileSync('docker/postgres/roles.sql', 'utf8').replaceAll('/run/secrets', secrets);
    await server.asAdmin('waymark', (admin) => admin.query(sql));
  }, timeoutMs);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  }, timeoutMs);

  it('may sign in with the passwords of the secrets, and are nothing more than logins', async () => {
    for (const name of ['database-url', 'database-owner-url']) {
      const { rows } = await asLogin(url(name), (client) =>
        client.query(
          'SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls AS more FROM pg_roles WHERE rolname = current_user',
        ),
      );
      expect(rows).toEqual([{ more: false }]);
    }
    await expect(
      asLogin(url('database-url').replace(/:[0-9a-f]{64}@/, ':wrong@'), async () => undefined),
    ).rejects.toThrow('password authentication failed');
  });

  it('let Waymark migrate as the one and serve as the other, with nothing to be warned of', async () => {
    const owned = await Database.open(
      { dataDir: '', databaseUrl: url('database-url'), databaseOwnerUrl: url('database-owner-url') },
      allMigrations,
    );
    await owned.close();
    expect(owned.warnings).toEqual([]);

    // The programs that serve don’t have the owner's login.
    const served = await Database.open({ dataDir: '', databaseUrl: url('database-url') }, allMigrations);
    await served.pool('reads').query('CREATE SCHEMA reads CREATE TABLE reads.something (id int)');
    await served.close();
    expect(served.warnings).toEqual([]);
  });

  it('leave the service no table of events, keys or accounts of its own, and no way to change an event', async () => {
    const { rows } = await server.asAdmin('waymark', (admin) =>
      admin.query(`SELECT DISTINCT schemaname FROM pg_tables WHERE tableowner = 'waymark_service' ORDER BY schemaname`),
    );
    expect(rows).toEqual([{ schemaname: 'reads' }]);
    for (const statement of [
      'UPDATE events.event SET type = type',
      'DELETE FROM events.event',
      'ALTER TABLE events.event DISABLE TRIGGER ALL',
      'CREATE TABLE public.something (id int)',
      'CREATE DATABASE other',
    ]) {
      await expect(asLogin(url('database-url'), (service) => service.query(statement))).rejects.toThrow(
        /permission denied|must be owner/,
      );
    }
  });

  it('keep everybody else out of the database', async () => {
    await server.asAdmin('postgres', (admin) => admin.query("CREATE ROLE somebody LOGIN PASSWORD 'somebody'"));
    await expect(
      asLogin(`postgres://somebody:somebody@127.0.0.1:${server.port}/waymark`, async () => undefined),
    ).rejects.toThrow('permission denied for database');
  });
});
