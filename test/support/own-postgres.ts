import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres, freePort } from '#database';

/**
 * A PostgreSQL of a test's own that answers on a port of this machine and knows none of Waymark's logins, as a trust's
 * server does before Waymark comes: for what is about the whole server, such as logins, or for programs that are told where it is.
 */
export class OwnPostgres {
  private constructor(
    readonly port: number,
    /** For its superuser. */
    readonly adminUrl: string,
    private readonly embedded: EmbeddedPostgres,
    private readonly folder: string,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-postgres-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    const settings = { listen_addresses: '127.0.0.1', port: String(port) };
    const embedded = await EmbeddedPostgres.attach({ dataDir: folder, settings });
    const password = new URL(embedded.url('postgres', 'postgres').replace(/^postgres(ql)?:/, 'http:')).password;
    const own = new OwnPostgres(port, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, embedded, folder);
    await own.asAdmin('postgres', async (admin) => {
      await admin.query('DROP DATABASE waymark WITH (FORCE)');
      await admin.query('DROP ROLE waymark_owner');
      await admin.query('DROP ROLE waymark_service');
    });
    return own;
  }

  /** Works as the superuser in one of its databases. */
  async asAdmin<T>(database: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
    return asLogin(this.adminUrl.replace(/postgres$/, database), work);
  }

  async stop(): Promise<void> {
    const home = realpathSync(join(this.folder, 'postgres'));
    await this.embedded.leave();
    rmSync(home, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Works with a connection of one login. */
export async function asLogin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
