import { join } from 'node:path';
import type { Config } from '#config';
import { Database, type DatabaseOptions } from '#database';
import { allEvents } from '#domain';
import { Journal, SystemClock, type Clock } from '#event-sourcing';
import { PostgresEventStore } from '#event-stores';
import { Followers, Parked, PostgresRows, Progress, type FollowerSet, type RebuildDeps, type Report } from '#followers';
import { createLogger, withoutPersonalData } from '#logging';
import {
  Directory,
  keyDestroyedChannel,
  KeyDestruction,
  openMasterKey,
  PostgresKeys,
  RowSealer,
  SealingCodec,
  type MasterKey,
} from '#sealing';
import { FileClock } from './file-clock.js';
import { allMigrations } from './migrations.js';

export type InstallationOptions = {
  /** In place of the clock that the configuration asks for. */
  readonly clock?: Clock;
  /** What this process is: see `Database`. */
  readonly as?: DatabaseOptions['as'];
  /** Who is told of faults in following; the log, unless somebody else. */
  readonly report?: Report;
};

/** An installation, opened: its parts, put together once, for web, worker and command line alike. */
export type Installation = {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly store: PostgresEventStore;
  readonly masterKey: MasterKey;
  readonly keys: PostgresKeys;
  readonly codec: SealingCodec;
  readonly journal: Journal;
  readonly sealer: RowSealer;
  readonly rows: PostgresRows;
  readonly directory: Directory;
  readonly destruction: KeyDestruction;
  readonly progress: Progress;
  readonly parked: Parked;
  /** Followers of this process; they run from `start` to `stop`, and `close` stops those that still do. */
  followers(set: FollowerSet): Followers;
  /** What a rebuild of a read model, or the pruning of its old versions, works with. */
  readonly rebuilding: RebuildDeps;
  /** Sentences that whoever starts this process has to read, such as that the master key must be backed up. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
};

/**
 * Opens an installation: the database is started if need be and migrated, the master key found or made, destructions that
 * a crash interrupted are finished.
 *
 * @throws {MasterKeyRefused} and what `Database.open` throws, each in a sentence that says what to do.
 */
export async function openInstallation(config: Config, options: InstallationOptions = {}): Promise<Installation> {
  const { dataDir, databaseUrl, databaseOwnerUrl } = config;
  const held = options.clock ?? heldClock(config);
  const database = await Database.open({ dataDir, databaseUrl, databaseOwnerUrl, as: options.as }, allMigrations);
  try {
    return await assemble(config, database, held, options.report ?? reportToLog(config));
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(config: Config, database: Database, held: Clock | null, report: Report): Promise<Installation> {
  // Keys are asked for while a follower's transaction is open, so they never wait for the followers' connections.
  const keyPool = database.pool('keys', { max: 2 });
  const file = join(config.dataDir, 'master.key');
  const { masterKey, warning } = await openMasterKey(keyPool, { given: config.masterKey, file });

  const clock = held ?? new SystemClock();
  const store = new PostgresEventStore(database, held ? { clock: held } : {});
  const keys = new PostgresKeys(keyPool, masterKey);
  const codec = new SealingCodec(allEvents, keys);
  const journal = new Journal(store, codec);
  const sealer = new RowSealer(keys);
  const reads = database.pool('reads', { max: 6 });
  const progress = new Progress(reads, store, clock, (channel, heard) => database.listen(channel, heard));
  const destruction = new KeyDestruction(keyPool, keys, journal);
  // What followers write is made again from the log. Whoever stands idle in a transaction for so long is gone.
  const following = () => database.pool('followers', { max: 4, mayBeLost: true, idleInTransactionTimeoutMs: 8_000 });

  const started = new Set<Followers>();
  await database.listen(keyDestroyedChannel, (subjectId) => {
    keys.evict(subjectId === '' ? undefined : subjectId);
    for (const followers of started) followers.forgetOpened();
  });
  await destruction.noteDestroyed();

  return {
    config,
    clock,
    database,
    store,
    masterKey,
    keys,
    codec,
    journal,
    sealer,
    rows: new PostgresRows(reads, sealer),
    directory: new Directory(reads),
    destruction,
    progress,
    parked: new Parked(reads, journal),
    followers: (set) => {
      const followers = new Followers(set, { pool: following(), journal, sealer, report });
      started.add(followers);
      return followers;
    },
    rebuilding: { pool: database.pool('rebuilding', { max: 2, mayBeLost: true }), journal, sealer, report },
    warnings: [
      ...database.warnings,
      ...(warning === null ? [] : [warning]),
      ...(config.clockFile === undefined ? [] : [`Time is read from ${config.clockFile}: this is a simulation.`]),
    ],
    close: async () => {
      await Promise.all([...started].map((followers) => followers.stop()));
      await progress.close();
      await store.close();
      await database.close();
    },
  };
}

/** Null where time is the machine's own: then the database says when events are recorded. */
function heldClock({ clockFile, production }: Config): Clock | null {
  if (clockFile === undefined) return null;
  if (production) throw new Error('WAYMARK_CLOCK_FILE is for simulations: in production, time is not held.');
  return new FileClock(clockFile);
}

function reportToLog({ logLevel }: Config): Report {
  const logger = createLogger('followers', logLevel);
  return (sentence, error) => logger.error(withoutPersonalData(error), sentence);
}
