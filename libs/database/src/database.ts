import pg from 'pg';
import { EmbeddedPostgres, type Attendance, type OnTrouble } from './embedded/embedded-postgres.js';
import { Listener } from './listener.js';
import { migrate, type Migrations } from './migrations.js';
import { assertDirect, assertFit, ownerWorks, settle } from './server-check.js';
import { connected } from './unreachable.js';

export type DatabaseOptions = {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly databaseOwnerUrl?: string | undefined;
  /** What this process is. Only one set of `start`, or `web` and `worker`, works on an embedded database. */
  readonly as?: Attendance | undefined;
  /** Told why an embedded server that went away does not come back yet. */
  readonly onTrouble?: OnTrouble | undefined;
};

export type PoolOptions = {
  /** How many connections at most; 4 unless told. */
  readonly max?: number;
  /** The server gives up a statement after so long. */
  readonly statementTimeoutMs?: number;
  /** Gives up waiting for a lock after so long. */
  readonly lockTimeoutMs?: number;
  /** The server ends a transaction that has stood idle for so long; 30 s unless told, 0 for never. */
  readonly idleInTransactionTimeoutMs?: number;
  /** A question that has no answer after so long counts as a lost connection; 30 s unless told, 0 for never. */
  readonly answerWithinMs?: number;
  /** Commits need not reach the disk before they answer: only for what may be lost. */
  readonly mayBeLost?: boolean;
  /**
   * Nothing is looked for row by row where there is an index. For a table that grows faster than the server counts its rows:
   * until it has, it takes a few streams for most of the table.
   */
  readonly byIndex?: boolean;
};

/**
 * For a transaction whose locks keep others from their work: whoever stands idle in it for so long is frozen or gone, and
 * the server ends it, so that another process goes on within ten seconds.
 */
export const heldForMs = 6_000;

const patienceMs = 30_000;

/**
 * How soon either side notices that the other's machine is gone without a word. Between the two, the server asks whoever is silent
 * for five seconds, and gives up what is not answered after eight. On a socket within the machine it says nothing.
 */
const keepAliveAfterMs = 5_000;
const serverKeepsAlive = [
  '-c tcp_keepalives_idle=5',
  '-c tcp_keepalives_interval=1',
  '-c tcp_keepalives_count=3',
  '-c tcp_user_timeout=8000',
];

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

  /**
   * Each of these is a sentence that says what to do.
   *
   * @throws {MigrationRefused} @throws {DataDirectoryInUse} @throws {EmbeddedRefused} @throws {DatabaseUnreachable}
   * @throws {DatabaseUnfit}
   */
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
    const { statementTimeoutMs, lockTimeoutMs, mayBeLost, byIndex } = options;
    const { idleInTransactionTimeoutMs = patienceMs, answerWithinMs = patienceMs } = options;
    const pool = new pg.Pool({
      connectionString: this.serviceUrl,
      application_name: `waymark ${purpose}`,
      max: options.max ?? 4,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
      keepAliveInitialDelayMillis: keepAliveAfterMs,
      query_timeout: answerWithinMs,
      ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      options: [
        ...serverKeepsAlive,
        ...(mayBeLost ? ['-c synchronous_commit=off'] : []),
        ...(byIndex ? ['-c enable_seqscan=off'] : []),
      ].join(' '),
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
  const service = await connected(serviceUrl, 'DATABASE_URL', 'waymark opening');
  let owner: pg.Client | undefined;
  try {
    owner = await connected(
      ownerUrl,
      ownerUrl === serviceUrl ? 'DATABASE_URL' : 'DATABASE_OWNER_URL',
      'waymark migrating',
    );
    await assertEachDirect({ url: serviceUrl, client: service }, { url: ownerUrl, client: owner });
    const found = await assertFit(service, owner);
    await settle(owner, found);
    const role = await migrate(owner, found.service, migrations);
    return role === 'owner' && found.owner === found.service
      ? [ownerWorks(found.owner), ...found.warnings]
      : found.warnings;
  } finally {
    await Promise.allSettled([service.end(), owner?.end()]);
  }
}

type Login = { readonly url: string; readonly client: pg.Client };

/** @throws {DatabaseUnfit} where a pooler is in the way of one of them. */
export async function assertEachDirect(service: Login, owner: Login): Promise<void> {
  if (owner.url === service.url) return assertDirect(service.client, owner.client, 'DATABASE_URL');
  for (const { url, client, variable } of [
    { ...service, variable: 'DATABASE_URL' },
    { ...owner, variable: 'DATABASE_OWNER_URL' },
  ]) {
    const other = await connected(url, variable, 'waymark opening');
    try {
      await assertDirect(client, other, variable);
    } finally {
      await other.end();
    }
  }
}
