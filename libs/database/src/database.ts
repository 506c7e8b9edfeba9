import pg from 'pg';
import { EmbeddedPostgres, type Attendance } from './embedded/embedded-postgres.js';
import { Listener } from './listener.js';
import { migrate, type Migrations } from './migrations.js';
import { assertFit, ownerWorks, settle } from './server-check.js';

export type DatabaseOptions = {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly databaseOwnerUrl?: string | undefined;
  /** What this process is. Only one set of `start`, or `web` and `worker`, works on an embedded database. */
  readonly as?: Attendance | undefined;
};

export type PoolOptions = {
  /** How many connections at most; 4 unless told. */
  readonly max?: number;
  /** Gives up waiting for a lock after so long. */
  readonly lockTimeoutMs?: number;
  /** The server ends a transaction that has stood idle for so long: whoever held its locks is gone. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Commits need not reach the disk before they answer: only for what may be lost. */
  readonly mayBeLost?: boolean;
};

/**
 * PostgreSQL, migrated and ready: the one at DATABASE_URL, or else the embedded one in the data directory, which is
 * started when it isn't running and stopped by whoever leaves last.
 */
export class Database {
  private readonly pools = new Map<string, pg.Pool>();
  private readonly listener: Listener;
  private closing: Promise<void> | undefined;

  private constructor(
    /** For the service's work: a role that owns no table of events. */
    readonly serviceUrl: string,
    /** For migrations; the same as `serviceUrl` where only one login was given. */
    readonly ownerUrl: string,
    /** Sentences for whoever runs this installation. */
    readonly warnings: readonly string[],
    private readonly embedded: EmbeddedPostgres | null,
  ) {
    this.listener = new Listener(serviceUrl);
  }

  /** @throws {MigrationRefused} @throws {DataDirectoryInUse} @throws {DatabaseUnfit} each in a sentence that says what to do. */
  static async open(options: DatabaseOptions, migrations: readonly Migrations[] = []): Promise<Database> {
    const embedded = options.databaseUrl === undefined ? await EmbeddedPostgres.attach(options) : null;
    try {
      const serviceUrl = options.databaseUrl ?? embedded?.url('waymark_service') ?? '';
      const ownerUrl = options.databaseOwnerUrl ?? embedded?.url('waymark_owner') ?? serviceUrl;
      const warnings = await prepare(serviceUrl, ownerUrl, migrations);
      return new Database(serviceUrl, ownerUrl, warnings, embedded);
    } catch (error) {
      await embedded?.leave();
      throw error;
    }
  }

  /** The pool of one purpose: small, as the service role, made when first asked for. */
  pool(purpose: string, options: PoolOptions = {}): pg.Pool {
    const there = this.pools.get(purpose);
    if (there) return there;
    if (this.closing) throw new Error('The database has been closed.');
    const { lockTimeoutMs, idleInTransactionTimeoutMs, mayBeLost } = options;
    const pool = new pg.Pool({
      connectionString: this.serviceUrl,
      application_name: `waymark ${purpose}`,
      max: options.max ?? 4,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
      ...(idleInTransactionTimeoutMs === undefined
        ? {}
        : { idle_in_transaction_session_timeout: idleInTransactionTimeoutMs }),
      ...(mayBeLost ? { options: '-c synchronous_commit=off' } : {}),
    });
    // An idle connection that breaks is replaced when the next one is asked for; unheard, the event would end the process.
    pool.on('error', () => undefined);
    this.pools.set(purpose, pool);
    return pool;
  }

  /**
   * Hears a channel until the returned function is called. The connection is one for all channels and comes back when it
   * breaks; then each listener is told once, with an empty payload, because it may have missed something.
   */
  listen(channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>> {
    return this.listener.listen(channel, onNotice);
  }

  /** Ends all connections, and the embedded server if nobody else is there. */
  close(): Promise<void> {
    this.closing ??= this.leave();
    return this.closing;
  }

  private async leave(): Promise<void> {
    await this.listener.close();
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
    await this.embedded?.leave();
  }
}

/** Migrates as the owner, and says what the installation's owner should know. */
async function prepare(serviceUrl: string, ownerUrl: string, migrations: readonly Migrations[]): Promise<string[]> {
  const service = new pg.Client({ connectionString: serviceUrl, application_name: 'waymark opening' });
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'waymark migrating' });
  try {
    await Promise.all([service.connect(), owner.connect()]);
    const found = await assertFit(service, owner);
    await settle(owner, found);
    const role = await migrate(owner, found.service, migrations);
    return role === 'owner' && found.owner === found.service
      ? [ownerWorks(found.owner), ...found.warnings]
      : found.warnings;
  } finally {
    await Promise.allSettled([service.end(), owner.end()]);
  }
}
