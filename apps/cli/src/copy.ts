import { readConfig, type Config } from '#config';
import {
  assertFollows,
  assertNobodyThere,
  beginAnew,
  copyLog,
  openSource,
  openTarget,
  placeOf,
  type Copied,
  type CopyOptions,
  type CopyStep,
  type Place,
} from '#copying';
import { Database } from '#database';
import type { EventStore } from '#event-sourcing';
import { allMigrations, identityOf } from '#installation';
import { brokenOffWhole } from './backup.js';
import type { Frame } from './frame.js';
import type { ProgressLine } from './progress-line.js';
import { Misused, Refused } from './tell.js';

export type CopyCommandOptions = { readonly from: string; readonly to: string; readonly switch?: boolean };

/** Copies a log to another store and proves it; with `--switch`, lets the installation follow the copy. */
export async function copy(options: CopyCommandOptions, frame: Frame): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const from = placeOf(options.from, config);
  const to = placeOf(options.to, config);
  if (from.text === to.text) throw new Misused('--from and --to are the same place.');
  if (options.switch && to.kind === 'PostgreSQL' && !to.isOwn) throw new Misused(notThere);
  await brokenOffWhole(frame, 'What was copied stays. Give the command again to go on from there.', async (signal) => {
    const source = await openSource(from, config);
    try {
      const target = await openTarget(to, config);
      try {
        const installation = options.switch ? await openInstallationsDatabase(config, source.log, from) : null;
        try {
          const copied = await copyLog(source.log, target.log, progressIn(frame, signal));
          if (installation) await switchOver(installation, copied, target.log.store, to);
          tellOf(frame, { from, to, copied, switched: installation !== null });
        } finally {
          await installation?.close();
        }
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  });
}

const notThere =
  '--switch lets an installation follow a log in KurrentDB, or again the one in its own database (DATABASE_URL). To move it ' +
  'to another database: waymark backup, and waymark restore there.';

/** Opened before the copy begins, so that what stands in the way is said at once. */
async function openInstallationsDatabase(config: Config, source: EventStore, from: Place): Promise<Database> {
  const { dataDir, databaseUrl, databaseOwnerUrl } = config;
  const database = await Database.open({ dataDir, databaseUrl, databaseOwnerUrl, as: 'command' }, allMigrations);
  try {
    const pool = database.pool('switching', { max: 1 });
    await assertFollows(pool, source, from.kind);
    await assertNobodyThere(pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function switchOver(installation: Database, { outgrown }: Copied, store: EventStore, to: Place): Promise<void> {
  if (outgrown)
    throw new Refused('Events were appended while the log was copied. Stop what appends, then give it again.');
  await beginAnew(installation.pool('switching'), await identityOf(store, to.kind));
}

type Told = { readonly from: Place; readonly to: Place; readonly copied: Copied; readonly switched: boolean };

function tellOf(frame: Frame, { from, to, copied, switched }: Told): void {
  const { events, brought, digests, outgrown } = copied;
  frame.result({ from: from.name, to: to.name, events, brought, digests, outgrown, switched });
  frame.say(`${events} events are in ${to.name}; ${brought} of them came now.`);
  frame.say(`Both logs were read again from the beginning and are equal, byte for byte and in order:`);
  frame.say(`  ${digests.source}  ${from.name}`);
  frame.say(`  ${digests.target}  ${to.name}`);
  if (outgrown) frame.say('Meanwhile more was appended to the first: the copy lacks it.');
  const setting = to.kind === 'KurrentDB' ? 'set EVENT_STORE_URL to it' : 'take EVENT_STORE_URL away';
  if (switched) {
    frame.say(
      `The installation follows the copy from now on: ${setting}, then start. What pages show is made again first.`,
    );
  } else {
    frame.say('To switch to it: stop every program, give this command again with --switch, which copies the rest,');
    frame.say(`then ${setting} and start. docs/moving.md has all of it.`);
  }
}

const doing: Record<CopyStep, string> = {
  comparing: 'Comparing what is there',
  copying: 'Copying',
  proving: 'Reading both again',
};

function progressIn(frame: Frame, signal: AbortSignal): CopyOptions {
  let current: { readonly step: CopyStep; readonly line: ProgressLine } | undefined;
  return {
    signal,
    onProgress: (step, events) => {
      if (current?.step !== step) current = { step, line: frame.progress({ what: doing[step], unit: 'events' }) };
      current.line.reach(events);
    },
  };
}
