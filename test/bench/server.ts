import { closeSync, fdatasyncSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres, Database, type Migrations, type ServerSettings } from '#database';
import { median } from './bench.js';

/** Figures from a server that may forget would say nothing. */
export class NotDurable extends Error {
  override readonly name = 'NotDurable';
}

/** The embedded PostgreSQL of a run, in a folder of its own. */
export class BenchServer {
  private constructor(
    readonly dataDir: string,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  /** @throws {NotDurable} when the settings would not keep what was committed. */
  static async start(settings: ServerSettings = {}): Promise<BenchServer> {
    const dataDir = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
    const server = new BenchServer(
      dataDir,
      await EmbeddedPostgres.attach({ dataDir, settings: { max_connections: '300', ...settings } }),
    );
    for (const setting of ['fsync', 'synchronous_commit']) {
      if ((await server.setting(setting)) !== 'off') continue;
      await server.stop();
      throw new NotDurable(
        `The server runs with ${setting} off, so it measures nothing: a commit must be on the disk.`,
      );
    }
    return server;
  }

  /** A new database with these migrations; both URLs name it. */
  async database(name: string, migrations: readonly Migrations[]): Promise<Database> {
    await this.asAdmin((admin) => admin.query(`CREATE DATABASE ${name} OWNER waymark_owner`));
    const urls = {
      databaseUrl: this.postgres.url('waymark_service', name),
      databaseOwnerUrl: this.postgres.url('waymark_owner', name),
    };
    return Database.open({ dataDir: this.dataDir, ...urls }, migrations);
  }

  /** Makes each commit take so much longer, as a slower disk or a replica would. */
  async delayCommits(ms: number): Promise<void> {
    await this.asAdmin(async (admin) => {
      await admin.query(`ALTER SYSTEM SET commit_delay = ${ms * 1000}`);
      await admin.query('ALTER SYSTEM SET commit_siblings = 0');
      await admin.query('SELECT pg_reload_conf()');
    });
  }

  /** Writes what is waiting to be written, so that no measurement pays for the one before. */
  async settle(): Promise<void> {
    await this.asAdmin((admin) => admin.query('CHECKPOINT'));
  }

  async setting(name: string): Promise<string> {
    const { rows } = await this.asAdmin((admin) => admin.query('SELECT current_setting($1) AS value', [name]));
    return String(rows[0]?.value);
  }

  async deadlocks(): Promise<number> {
    const { rows } = await this.asAdmin((admin) =>
      admin.query('SELECT sum(deadlocks)::int AS n FROM pg_stat_database'),
    );
    return Number(rows[0]?.n);
  }

  /** How long the disk under the server takes to make 8 kB durable: the floor of every commit. */
  diskSyncMs(): number {
    const file = join(realpathSync(join(this.dataDir, 'postgres')), 'disk-sync');
    const handle = openSync(file, 'w');
    const page = Buffer.alloc(8192, 1);
    const times = Array.from({ length: 200 }, (_, index) => {
      const began = performance.now();
      writeSync(handle, page, 0, page.length, (index % 16) * page.length);
      fdatasyncSync(handle);
      return performance.now() - began;
    });
    closeSync(handle);
    rmSync(file);
    return median(times);
  }

  async stop(): Promise<void> {
    const home = realpathSync(join(this.dataDir, 'postgres'));
    await this.postgres.leave();
    rmSync(home, { recursive: true, force: true });
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
    const admin = new pg.Client(this.postgres.url('postgres', 'postgres'));
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.end();
    }
  }
}
