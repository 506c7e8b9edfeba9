import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupFile, makeBackup, restore } from '#backup';
import type { Database } from '#database';
import { Journal, personal } from '#event-sourcing';
import { PostgresEventStore } from '#event-stores';
import { allMigrations } from '#installation';
import { MasterKey, openMasterKey, PostgresKeys, SealingCodec } from '#sealing';
import { median, type Bench, type BenchRun } from './bench.js';
import { benchMasterKey, runCommand } from './command.js';
import { answers, events, fill } from './rebuild.js';

/** A backup and a restore of a whole log, each with its proof: the file is read again, and so is the database. */
export const bench: Bench = {
  about: `backing up ${events} sealed events, and restoring them into an empty database`,
  run: async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-backup-'));
    const database = await run.server.database('backed_up', allMigrations);
    try {
      await openMasterKey(database.pool('keys'), { given: benchMasterKey, file: '' });
      run.say(`backup: storing ${events} events`);
      const store = new PostgresEventStore(database);
      const keys = new PostgresKeys(database.pool('keys'), MasterKey.of(benchMasterKey));
      await fill(new Journal(store, new SealingCodec(answers((schema) => personal(schema)).known, keys)));
      await measure(run, database, store, folder);
      await store.close();
    } finally {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(run: BenchRun, database: Database, store: PostgresEventStore, folder: string): Promise<void> {
  const made: number[] = [];
  const restored: number[] = [];
  let path = '';
  for (let round = 0; round < run.rounds; round += 1) {
    await run.server.settle();
    const began = performance.now();
    const backup = await makeBackup({ pool: database.pool('backup'), store }, folder);
    made.push((events * 1_000) / (performance.now() - began));
    path = backup.path;
    run.put('backup.fileMb', backup.bytes / 2 ** 20);
    restored.push(await restoreOnce(run, path, `restored_${round}`));
    run.say(`backup: ${Math.round(made.at(-1) ?? 0)} events/s, restore: ${Math.round(restored.at(-1) ?? 0)} events/s`);
  }
  run.put('backup.eventsPerSecond', median(made));
  run.put('backup.restore.eventsPerSecond', median(restored));

  run.say('backup: the memory of the commands');
  const empty = await run.server.database('restored_by_command', allMigrations);
  await empty.close();
  run.put('backup.memoryMb', (await runCommand(['backup', folder], database, folder)).peakMb);
  const { peakMb } = await runCommand(['restore', path, '--nothing-destroyed-since'], empty, folder);
  run.put('backup.restore.memoryMb', peakMb);
}

async function restoreOnce(run: BenchRun, path: string, name: string): Promise<number> {
  const database = await run.server.database(name, allMigrations);
  try {
    await run.server.settle();
    const began = performance.now();
    await restore({ database, backup: await BackupFile.open(path), destroyed: [] });
    return (events * 1_000) / (performance.now() - began);
  } finally {
    await database.close();
  }
}
