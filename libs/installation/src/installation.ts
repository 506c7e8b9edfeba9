import { join } from 'node:path';
import type { Config } from '#config';
import { assertNotRestoring, Database, heldForMs, type DatabaseOptions } from '#database';
import { allEvents } from '#domain';
import { newId, SystemClock, type Clock, type EventStore, type Journal } from '#event-sourcing';
import { Followers, Parked, PostgresRows, Progress, type FollowerSet, type RebuildDeps, type Report } from '#followers';
import { createLogger, withoutPersonalData } from '#logging';
import { noMeter, type Meter } from '#metrics';
import {
  DestroyedKeys,
  Directory,
  keyDestroyedChannel,
  KeyDestruction,
  openMasterKey,
  PostgresKeys,
  PostgresUpnClaims,
  RowSealer,
  SealingCodec,
  type MasterKey,
  type UpnClaims,
} from '#sealing';
import { TracedJournal } from '#tracing';
import { FileClock } from './file-clock.js';
import { assertFollowed } from './followed-log.js';
import { allMigrations } from './migrations.js';
import { openEventStore, storeNamedBy } from './open-event-store.js';

export type InstallationOptions = {
  /** In place of the clock that the configuration asks for. */
  readonly clock?: Clock;
  /** What this process is: see `Database`. */
  readonly as?: DatabaseOptions['as'];
  /** Who is told of faults in following; the log, unless somebody else. */
  readonly report?: Report;
  /** Who counts what happens; nobody, unless told. */
  readonly meter?: Meter;
};

/** An installation, opened: its parts, put together once, for web, worker and command line alike. */
export type Installation = {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly store: EventStore;
  readonly masterKey: MasterKey;
  readonly keys: PostgresKeys;
  readonly codec: SealingCodec;
  readonly journal: Journal;
  readonly sealer: RowSealer;
  readonly rows: PostgresRows;
  readonly directory: Directory;
  readonly upnClaims: UpnClaims;
  readonly destruction: KeyDestruction;
  readonly progress: Progress;
  readonly parked: Parked;
  readonly meter: Meter;
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
 * @throws {MasterKeyRefused} @throws {RestoreUnfinished} @throws {EventStoreUnreachable} @throws {OtherLog} and what
 * `Database.open` throws, each in a sentence that says what to do.
 */
export async function openInstallation(config: Config, options: InstallationOptions = {}): Promise<Installation> {
  const { dataDir, databaseUrl, databaseOwnerUrl } = config;
  const held = options.clock ?? heldClock(config);
  const log = createLogger('database', config.logLevel);
  const onTrouble = (sentence: string) => log.error(sentence);
  const database = await Database.open(
    { dataDir, databaseUrl, databaseOwnerUrl, as: options.as, onTrouble },
    allMigrations,
  );
  try {
    const { report = reportToLog(config), meter = noMeter } = options;
    const store = await openEventStore(config, database, { held, meter });
    try {
      return await assemble(config, database, store, held ?? new SystemClock(), report, meter);
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(
  config: Config,
  database: Database,
  store: EventStore,
  clock: Clock,
  report: Report,
  meter: Meter,
): Promise<Installation> {
  // Keys are asked for while a follower's transaction is open, so they never wait for the followers' connections.
  const keyPool = database.pool('keys', { max: 2 });
  await assertNotRestoring(keyPool);
  await assertFollowed(keyPool, store, storeNamedBy(config));
  const file = join(config.dataDir, 'master.key');
  const { masterKey, warning } = await openMasterKey(keyPool, { given: config.masterKey, file });

  const keys = new PostgresKeys(keyPool, masterKey);
  const codec = new SealingCodec(allEvents, keys);
  const journal = new TracedJournal(store, codec, newId, meter);
  const sealer = new RowSealer(keys);
  const reads = database.pool('reads', { max: 6 });
  const progress = new Progress(reads, store, clock, (channel, heard) => database.listen(channel, heard));
  const destroyedKeys = new DestroyedKeys(destroyedKeysFile(config.dataDir));
  const destruction = new KeyDestruction(keyPool, keys, journal, destroyedKeys);
  // What followers write is made again from the log. One that is frozen or cut off holds up the others for seconds.
  const following = () =>
    database.pool('followers', { max: 4, mayBeLost: true, idleInTransactionTimeoutMs: heldForMs });
  // Who rebuilds has the machine to themselves: a large table takes as long as it takes.
  const rebuildingPool = database.pool('rebuilding', {
    max: 2,
    mayBeLost: true,
    idleInTransactionTimeoutMs: 0,
    answerWithinMs: 0,
  });

  const started = new Set<Followers>();
  await database.listen(keyDestroyedChannel, (subjectId) => {
    keys.evict(subjectId === '' ? undefined : subjectId);
    for (const followers of started) followers.forgetOpened();
    destroyedKeys.catchUp(keyPool).catch((error: unknown) => report(notNoted(destroyedKeys.file), error));
  });
  await destruction.noteDestroyed();
  const behind = await destroyedKeys.catchUp(keyPool).then(
    () => [],
    () => [notNoted(destroyedKeys.file)],
  );

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
    // In the log's own database, a claim that is not on the disk yet gets there before its event does.
    upnClaims: new PostgresUpnClaims(database.pool('claims', { mayBeLost: storeNamedBy(config) === 'PostgreSQL' })),
    destruction,
    progress,
    parked: new Parked(reads, journal),
    meter,
    followers: (set) => {
      const followers = new Followers(set, { pool: following(), journal, sealer, report, meter });
      started.add(followers);
      return followers;
    },
    rebuilding: { pool: rebuildingPool, journal, sealer, report },
    warnings: [
      ...database.warnings,
      ...(warning === null ? [] : [warning]),
      ...behind,
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

/** Where the keys that were destroyed are noted, beside the data. */
export const destroyedKeysFile = (dataDir: string): string => join(dataDir, 'destroyed-keys.jsonl');

const notNoted = (file: string): string =>
  `${file} can't be written: which keys were destroyed is noted there, so that no backup brings them back. Let Waymark write it.`;

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
