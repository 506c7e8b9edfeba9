import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, personal } from '#event-sourcing';
import { PostgresEventStore } from '#event-stores';
import { allMigrations } from '#installation';
import { MasterKey, openMasterKey, PostgresKeys, SealingCodec } from '#sealing';
import { median, type Bench } from './bench.js';
import { benchMasterKey, runCommand } from './command.js';
import { answers, events, fill } from './rebuild.js';

/** A log copied to another database by the command, with its proof: both are read again and compared. */
export const bench: Bench = {
  about: `copying ${events} sealed events to another PostgreSQL`,
  run: async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-copy-'));
    const from = await run.server.database('copied', allMigrations);
    try {
      await openMasterKey(from.pool('keys'), { given: benchMasterKey, file: '' });
      run.say(`copy: storing ${events} events`);
      const store = new PostgresEventStore(from);
      const keys = new PostgresKeys(from.pool('keys'), MasterKey.of(benchMasterKey));
      await fill(new Journal(store, new SealingCodec(answers((schema) => personal(schema)).known, keys)));
      await store.close();
      const copied: number[] = [];
      for (let round = 0; round < run.rounds; round += 1) {
        const to = await run.server.database(`copy_${round}`, allMigrations);
        await to.close();
        await run.server.settle();
        const { ms, peakMb } = await runCommand(['copy', '--from', from.serviceUrl, '--to', to.ownerUrl], from, folder);
        copied.push((events * 1_000) / ms);
        run.say(`copy: ${Math.round(copied.at(-1) ?? 0)} events/s`);
        run.put('copy.memoryMb', peakMb);
      }
      run.put('copy.eventsPerSecond', median(copied));
    } finally {
      await from.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
