import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database } from '../database.js';
import { EmbeddedPostgres, type Attendance } from './embedded-postgres.js';

/** What only a crash of the machine would miss. */
const settings = { fsync: 'off' };

describe('the embedded server', () => {
  let dataDir: string;
  const there: EmbeddedPostgres[] = [];
  beforeAll(() => (dataDir = mkdtempSync(join(tmpdir(), 'waymark-embedded-'))));
  afterEach(async () => {
    for (const each of there.splice(0)) await each.leave();
  });
  afterAll(() => remove(dataDir));

  const attach = async (as: Attendance, options: { staysUp?: boolean; dataDir?: string } = {}) => {
    const embedded = await EmbeddedPostgres.attach({ dataDir, as, settings, ...options });
    there.push(embedded);
    return embedded;
  };
  const home = (of = dataDir): string => realpathSync(join(of, 'postgres'));
  const pidFile = (): string => join(home(), 'data', 'postmaster.pid');
  const pid = (): number => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

  it('comes into being once, though two begin together, and both are there', async () => {
    const [one, other] = await Promise.all([attach('command'), attach('command')]);
    expect(await databasesAt(one)).toEqual(await databasesAt(other));
    expect(await databasesAt(one)).toContain('waymark');
    const { rows } = await ask(one.url('waymark_owner'), 'SHOW server_encoding');
    expect(rows).toEqual([{ server_encoding: 'UTF8' }]);
  });

  it('is stopped by who leaves last', async () => {
    const start = await attach('start');
    const command = await attach('command');
    const running = pid();
    await start.leave();
    expect(pid()).toBe(running);
    await ask(command.url('waymark_service'), 'SELECT 1');
    await command.leave();
    expect(existsSync(pidFile())).toBe(false);
  });

  it('works for one set of processes', async () => {
    await attach('web');
    await attach('worker');
    await expect(attach('web')).rejects.toThrow(/Another Waymark \(process \d+, web\) already works as web on/);
    await expect(attach('start')).rejects.toThrow('Stop it first');
    await attach('command');
  });

  it('that a crash left running is found and used', async () => {
    const crashed = await attach('start', { staysUp: true });
    const running = pid();
    await crashed.leave(); // As its end would: the connection is gone, and the server goes on.
    await attach('start');
    expect(pid()).toBe(running);
  });

  it('starts though a crash left its pid file behind', async () => {
    const crashed = await attach('command', { staysUp: true });
    const running = pid();
    process.kill(running, 'SIGKILL');
    await crashed.leave();
    await attach('command');
    expect(pid()).not.toBe(running);
  });

  it('starts though the number in an old pid file is somebody else by now', async () => {
    writeFileSync(pidFile(), `${process.pid}\n${home()}/data\n1700000000\n5432\n\n\n\nready\n`);
    const embedded = await attach('command');
    expect(pid()).not.toBe(process.pid);
    await ask(embedded.url('waymark_service'), 'SELECT 1');
  });

  it('is used though its file never came to say that it is ready', async () => {
    await attach('start');
    const running = pid();
    writeFileSync(pidFile(), readFileSync(pidFile(), 'utf8').replace(/ready\s*$/, 'starting\n'));
    const command = await attach('command');
    await ask(command.url('waymark_service'), 'SELECT 1');
    expect(pid()).toBe(running);
  }, 30_000);

  it('is started again, with our place in it, when somebody stops it under us', async () => {
    const start = await attach('start');
    const running = pid();
    process.kill(running, 'SIGINT');
    await untilAnswered(start.url('waymark_service'));
    expect(pid()).not.toBe(running);
    await attach('command'); // Whoever comes waits until we are back.
    await expect(attach('worker')).rejects.toThrow('already works as worker');
  });

  it('asks for a password, each role for its own', async () => {
    const embedded = await attach('command');
    const { password } = new pg.Client(embedded.url('waymark_service'));
    expect(statSync(join(home(), 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(home()).mode & 0o777).toBe(0o700);
    const asOwner = embedded.url('waymark_owner').replace(/:[0-9a-f]{64}@/, `:${password ?? ''}@`);
    await expect(ask(asOwner, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('refuses data of another major version, and says how to move', async () => {
    const version = join(home(), 'data', 'PG_VERSION');
    const before = readFileSync(version);
    writeFileSync(version, '16\n');
    await expect(attach('command')).rejects.toThrow(/written by PostgreSQL 16.*brings PostgreSQL \d+.*waymark restore/);
    writeFileSync(version, before);
  });

  it('is opened as a database: migrated by its owner, used by a service that owns nothing', async () => {
    const sheep = {
      name: 'sheep',
      steps: [{ id: '1', sql: 'CREATE TABLE sheep (name text)' }],
      grants: 'GRANT INSERT ON sheep TO :"service"',
    };
    const database = await Database.open({ dataDir, as: 'start' }, [sheep]);
    const flock = database.pool('flock');
    await flock.query("INSERT INTO sheep VALUES ('Dolly')");
    await expect(flock.query('DROP TABLE sheep')).rejects.toThrow('must be owner');
    await flock.query('CREATE SCHEMA reads CREATE TABLE of_its_own (x int)');
    expect(database.warnings.filter((warning) => warning.includes('owns'))).toEqual([]);
    await database.close();
    expect(existsSync(pidFile())).toBe(false);
  });

  it('listens on loopback where the path is too long for a socket', async () => {
    const root = mkdtempSync(join(tmpdir(), 'waymark-deep-'));
    const deep = join(root, 'a-folder-with-a-long-name'.repeat(4));
    mkdirSync(join(deep, 'postgres'), { recursive: true, mode: 0o755 });
    for (const folder of [root, deep]) chmodSync(folder, 0o755);
    chmodSync(join(deep, 'postgres'), 0o700);
    try {
      const embedded = await attach('command', { dataDir: deep });
      expect(new URL(embedded.url('waymark_service')).hostname).toBe('127.0.0.1');
      await ask(embedded.url('waymark_service'), 'SELECT 1');
      await embedded.leave();
    } finally {
      remove(deep);
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('does not begin anew where its data have gone away', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'waymark-gone-'));
    const away = join(empty, 'away');
    mkdirSync(away);
    symlinkSync(away, join(empty, 'postgres'));
    renameSync(away, join(empty, 'elsewhere'));
    await expect(attach('command', { dataDir: empty })).rejects.toThrow('which is gone. Bring that folder back');
    rmSync(empty, { recursive: true });
  });
});

async function ask(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function databasesAt(embedded: EmbeddedPostgres): Promise<string[]> {
  const { rows } = await ask(embedded.url('postgres', 'postgres'), 'SELECT datname FROM pg_database ORDER BY datname');
  return rows.map(({ datname }) => String(datname));
}

/** Until the old server has gone and the new one answers. */
async function untilAnswered(url: string): Promise<void> {
  for (let gone = false; ;) {
    const answered = await ask(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
    if (!answered) gone = true;
    else if (gone) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function remove(dataDir: string): void {
  const link = join(dataDir, 'postgres');
  if (existsSync(link)) rmSync(realpathSync(link), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
