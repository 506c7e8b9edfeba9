import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '#accounts';
import { readConfig } from '#config';
import { newId } from '#event-sourcing';
import { allMigrations, openInstallation, type Installation } from '#installation';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { firstRunLink } from './first-run.js';

describe('the link of the first run', () => {
  let fresh: FreshDatabase;
  let installation: Installation;
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: allMigrations });
    const config = readConfig({
      WAYMARK_DATA: await mkdtemp(join(tmpdir(), 'first-run-')),
      DATABASE_URL: fresh.serviceUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      LOG_LEVEL: 'silent',
    });
    installation = await openInstallation(config);
  }, 60_000);
  afterAll(async () => {
    await installation.close();
    await fresh.drop();
    await rm(installation.config.dataDir, { recursive: true });
  });

  it('is made again for whoever asks, until somebody may sign in', async () => {
    const [one, another] = [await firstRunLink(installation), await firstRunLink(installation)];
    expect(one?.token).toMatch(/^[\w-]{20,}$/);
    expect(another?.token).not.toBe(one?.token);

    const { database, clock, masterKey } = installation;
    await new Accounts(database.pool('accounts'), clock, masterKey).setPassword(
      newId(),
      'ada@northgate.example',
      'a long enough sentence',
    );
    expect(await firstRunLink(installation)).toBeNull();
  });
});
