import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '#config';
import { newId, Refusal } from '#event-sourcing';
import { allMigrations } from '#installation';
import { PersonById } from '#read-models';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { commanding } from './commanding.js';

describe('a command of the command line', () => {
  let fresh: FreshDatabase;
  let config: Config;
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: allMigrations });
    config = readConfig({
      WAYMARK_DATA: await mkdtemp(join(tmpdir(), 'commanding-')),
      DATABASE_URL: fresh.serviceUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      LOG_LEVEL: 'silent',
    });
  }, 60_000);
  afterAll(async () => {
    await fresh.drop();
    await rm(config.dataDir, { recursive: true });
  });

  const personId = newId();
  const ada = { personId, name: 'Ada Marsh', email: 'ada@northgate.example' };

  it('acts through the doors of the pages, and says where it came from', async () => {
    const meta = await commanding(config, async ({ send, installation }) => {
      await send({ type: 'AddPerson', data: ada });
      const [added] = await installation.journal.read(`person-${personId}`);
      return added?.meta;
    });
    expect(meta).toMatchObject({ actor: { kind: 'system', id: 'command-line' }, via: 'cli' });
  });

  it('is answered by what is stored now, though no worker is running', async () => {
    const found = await commanding(config, async ({ send, caughtUp, queries }) => {
      await send({ type: 'ChangePersonDetails', data: { ...ada, name: 'Ada Moss' } });
      await caughtUp();
      return queries.execute(new PersonById({ personId }));
    });
    expect(found?.name).toBe('Ada Moss');
  });

  it('closes what it opened, also when a rule says no', async () => {
    const refused = commanding(config, ({ send }) => send({ type: 'AddPerson', data: { ...ada, name: 'Eve' } }));
    await expect(refused).rejects.toThrow(Refusal);
    const { rows } = await fresh.database.pool('looking').query(
      `SELECT DISTINCT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND application_name IN ('waymark followers', 'waymark reads', 'waymark keys')`,
    );
    expect(rows).toEqual([]);
  });
});
