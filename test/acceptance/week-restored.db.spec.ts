import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupFile, makeBackup, restore } from '#backup';
import { Rebuild } from '#followers';
import { allMigrations } from '#installation';
import { allProjections } from '#read-models';
import {
  differences,
  environmentOf,
  observe,
  outcomeOf,
  readTable,
  startProcess,
  untilQuiet,
  World,
} from '#simulation';
import { freshDatabase } from '../support/index.js';
import { lettersOfTheWeek, waymark, Weeks, weekTimeoutMs } from './the-week.js';

/**
 * The week again, backed up when it is over and restored elsewhere. There, a worker begins with nothing but the log: it
 * hears every event anew, and finds that everything has been decided and every letter has gone.
 */
describe('the week, restored into an empty place', () => {
  const weeks = new Weeks();
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());

  it(
    'is the same week: nothing is decided a second time, and no letter goes twice',
    async () => {
      const lived = await weeks.begin();
      await lived.live();
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
      const { store, database: before } = lived.world.installation;
      const head = await store.head();

      const folder = await mkdtemp(join(tmpdir(), 'waymark-restored-'));
      const fresh = await freshDatabase({ migrations: allMigrations });
      try {
        const { path } = await makeBackup({ pool: before.pool('backup'), store }, join(folder, 'backups'));
        await restore({ database: fresh.database, backup: await BackupFile.open(path), destroyed: [] });
        await copyFile(join(lived.world.config.dataDir, 'master.key'), join(folder, 'master.key'));

        const { serviceUrl, ownerUrl } = fresh;
        const env = await environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl: lived.mail.url });
        const world = await World.open({ ...env, LOG_LEVEL: 'warn' }, lived.world.now());
        const worker = await startProcess([...waymark, 'worker'], /worker has started/, env);
        try {
          await world.tick();
          await untilQuiet(world);
          const { installation } = world;

          const expected = outcomeOf(await readTable('test/fixtures/week/table.yaml'));
          expect(differences(expected, await observe(installation.rows))).toEqual([]);
          for (const projection of allProjections) {
            const rebuild = new Rebuild(projection, installation.rebuilding);
            await rebuild.build();
            expect(await rebuild.differences()).toEqual([]);
            await rebuild.discard();
          }
          const since = await installation.journal.store.readAll(head, 100);
          expect(since.map(({ type }) => type)).toEqual(['InstallationRestored']);
          expect(lived.mail.received.length).toBe(lettersOfTheWeek);
        } finally {
          await worker.stop();
          await world.close();
        }
      } finally {
        await fresh.drop();
        await rm(folder, { recursive: true });
      }
    },
    weekTimeoutMs,
  );
});
