import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  BackupFile,
  backupsFolder,
  makeBackup,
  type Header,
  type Progress,
  type SectionName,
  type Tally,
} from '#backup';
import { readConfig } from '#config';
import { Database } from '#database';
import { assertFollowedStore, openEventStore, storeNamedBy } from '#installation';
import type { Frame } from './frame.js';
import { assertThere } from './opened.js';
import type { ProgressLine } from './progress-line.js';
import { Refused } from './tell.js';

export type BackupOptions = { readonly check?: string };

type Whole = {
  readonly path: string;
  readonly header: Header;
  readonly bytes: number;
  readonly tallies: Record<SectionName, Tally>;
};

/** Writes a backup beside whatever runs, or checks one that was written. */
export async function backup(folder: string | undefined, { check }: BackupOptions, frame: Frame): Promise<void> {
  await brokenOffWhole(frame, 'No backup was written, and nothing of it was left behind.', async (signal) => {
    if (check === undefined) await write(folder, frame, signal);
    else await checkFile(check, frame, signal);
  });
}

async function write(folder: string | undefined, frame: Frame, signal: AbortSignal): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  assertThere(config);
  const { dataDir, databaseUrl, databaseOwnerUrl } = config;
  // Without migrations: whoever makes a backup before a new version must not change the database by it.
  const database = await Database.open({ dataDir, databaseUrl, databaseOwnerUrl, as: 'command' });
  try {
    const pool = database.pool('backup', { max: 1, idleInTransactionTimeoutMs: 0, answerWithinMs: 0 });
    await assertFollowedStore(pool, storeNamedBy(config));
    const store = await openEventStore(config, database);
    try {
      const into = resolve(folder ?? backupsFolder(dataDir));
      const written = await makeBackup({ pool, store }, into, { signal, onProgress: progressIn(frame, 'Writing') });
      frame.result(asResult(written));
      frame.say(`${written.path}: ${whatIsIn(written)}`);
      frame.say('It was read again and is whole. Copy it to another machine, and keep the master key apart from it.');
    } finally {
      await store.close();
    }
  } finally {
    await database.close();
  }
}

async function checkFile(file: string, frame: Frame, signal: AbortSignal): Promise<void> {
  const found = await openBackup(file);
  const { path, header, bytes } = found;
  const whole = { path, header, bytes, tallies: await found.check(signal) };
  frame.result(asResult(whole));
  frame.say(`${path} is whole: ${whatIsIn(whole)}`);
}

/** What Ctrl-C breaks off is undone by itself; the sentence says so. */
export async function brokenOffWhole(
  { stop }: Frame,
  sentence: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await work(stop.signal);
  } catch (error) {
    stop.pause(() => sentence);
    throw error;
  }
}

/** @throws {Refused} when there is no such file. @throws {BackupDamaged} */
export async function openBackup(file: string): Promise<BackupFile> {
  if (!existsSync(file)) throw new Refused(`There is no file ${resolve(file)}.`);
  return BackupFile.open(resolve(file));
}

/** How far it has come, section by section. */
export function progressIn(frame: Frame, doing: string): Progress {
  const lines = new Map<SectionName, ProgressLine>();
  return (section, records) => {
    const line = lines.get(section) ?? frame.progress({ what: `${doing} ${section}`, unit: 'records' });
    lines.set(section, line);
    line.reach(records);
  };
}

function whatIsIn({ header, bytes, tallies: { events, keys, accounts, documents } }: Whole): string {
  return (
    `${events.count} events up to position ${header.head}, ${keys.count} keys, ${accounts.count} accounts and ` +
    `${documents.count} parts of documents, as they were ` +
    `at ${header.madeAt}, in ${bytes.toLocaleString('en-GB')} bytes, made by Waymark ${header.waymark}.`
  );
}

const asResult = ({ path, bytes, header, tallies }: Whole) => ({ path, bytes, ...header, sections: tallies });
