import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { Database } from './database.js';

/** A real PgBouncer before the database of a test. */
class Pooler {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async before(urls: readonly string[], poolMode: 'transaction' | 'session'): Promise<Pooler> {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-pooler-'));
    const port = await freePort();
    const logins = urls.map((url) => new pg.Client(url));
    const { host, port: serverPort } = new pg.Client(urls[0]);
    const users = logins.map(({ user, password }) => `"${user}" "${password}"`).join('\n');
    writeFileSync(join(folder, 'users'), users);
    const settings = [
      '[databases]',
      `* = host=${host} port=${serverPort}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1`,
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${join(folder, 'users')}`,
      `pool_mode = ${poolMode}`,
      'ignore_startup_parameters = extra_float_digits',
    ];
    writeFileSync(join(folder, 'ini'), settings.join('\n'));
    // It does not run as root, and the socket is the server's own.
    const { uid, gid } = statSync(host);
    const by = process.getuid?.() === 0 ? { uid, gid } : {};
    if ('uid' in by) for (const each of ['.', 'users', 'ini']) chownSync(join(folder, each), uid, gid);
    const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
    const child = spawn('pgbouncer', ['-q', join(folder, 'ini')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
      ...by,
    });
    return new Pooler(child, folder, port);
  }

  url(direct: string): string {
    const url = new URL(direct);
    const { database = '' } = new pg.Client(direct);
    return `postgresql://${url.username}:${url.password}@127.0.0.1:${this.port}/${database}`;
  }

  async answers(direct: string): Promise<void> {
    for (;;) {
      const client = new pg.Client(this.url(direct));
      client.on('error', () => undefined);
      try {
        await client.connect();
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
        await pause(50);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

describe('a pooler before the database', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => (fresh = await freshDatabase()));
  afterAll(() => fresh.drop());

  const through = async <T>(mode: 'transaction' | 'session', work: (pooler: Pooler) => Promise<T>): Promise<T> => {
    const { serviceUrl, ownerUrl } = fresh;
    const pooler = await Pooler.before([serviceUrl, ownerUrl], mode);
    try {
      await pooler.answers(serviceUrl);
      return await work(pooler);
    } finally {
      await pooler.stop();
    }
  };
  const open = async (databaseUrl: string, databaseOwnerUrl: string): Promise<string> => {
    const database = await Database.open({ dataDir: '', databaseUrl, databaseOwnerUrl }, []);
    await database.close();
    return 'opened';
  };

  it('is refused where it shares connections transaction by transaction, whichever of the logins goes through it', async () => {
    const { serviceUrl, ownerUrl } = fresh;
    await through('transaction', async (pooler) => {
      const [service, owner] = [pooler.url(serviceUrl), pooler.url(ownerUrl)];
      await expect(open(service, ownerUrl)).rejects.toThrow(
        /^DATABASE_URL goes through a pooler that shares connections/,
      );
      await expect(open(serviceUrl, owner)).rejects.toThrow(/^DATABASE_OWNER_URL goes through a pooler/);
      await expect(open(owner, owner)).rejects.toThrow(/^DATABASE_URL goes through a pooler/);
      // Also while others have the pool's first connections.
      const others = Array.from({ length: 3 }, () => new pg.Client(service));
      for (const other of others) {
        await other.connect();
        await other.query('BEGIN; SELECT 1');
      }
      await expect(open(service, ownerUrl)).rejects.toThrow(/^DATABASE_URL goes through a pooler/);
      for (const other of others) await other.end();
    });
  });

  it('will do in session mode, where a connection is one for as long as it lasts', async () => {
    const { serviceUrl, ownerUrl } = fresh;
    await through('session', async (pooler) => {
      expect(await open(pooler.url(serviceUrl), pooler.url(ownerUrl))).toBe('opened');
    });
  });
});
