import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, shippedProcedures } from '#config';
import { noStream, type Meta } from '#event-sourcing';
import { followerName } from '#followers';
import { readEditions } from '#procedure';
import { editionUse } from '#read-models';
import { ids } from '#testing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';
import { openEditions } from './open-editions.js';

const { placementId, correlationId } = ids('placementId', 'correlationId');
const about = { ...ids('subjectId', 'schoolId', 'providerId', 'siteId'), placementId };
const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId, via: 'web' };
const name = 'off-site-education.2026-09.yaml';

describe('the editions of an installation', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  let procedures: string;
  let installation: Installation;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'open-editions-'));
    procedures = await mkdtemp(join(tmpdir(), 'procedures-'));
    await copyFile(join(shippedProcedures(), name), join(procedures, name));
    fresh = await freshDatabase({ migrations: allMigrations });
    const config = readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent', WAYMARK_PROCEDURES: procedures });
    const urls = { databaseUrl: fresh.serviceUrl, databaseOwnerUrl: fresh.ownerUrl };
    installation = await openInstallation({ ...config, ...urls });
  }, 60_000);
  afterEach(async () => {
    await installation.close();
    await fresh.drop();
    await rm(dataDir, { recursive: true });
    await rm(procedures, { recursive: true });
  });

  const pin = async (hash?: string) => {
    const procedure = { id: 'off-site-education', edition: '2026-09', ...(hash === undefined ? {} : { hash }) };
    const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
    const data = { ...about, purpose: 'Boats.', startOn: '2026-11-23', slots, procedure };
    await installation.journal.append(
      `placement-${placementId}`,
      noStream,
      [{ type: 'PlacementProposed', data }],
      meta,
    );
  };
  const pinToday = async () => pin((await readEditions(procedures)).all[0]?.hash);
  const edit = async () => {
    const text = await readFile(join(procedures, name), 'utf8');
    await writeFile(join(procedures, name), text.replace('nextReviewOn: 2027-09-01', 'nextReviewOn: 2028-09-01'));
  };
  const follow = async () => {
    const followers = installation.followers({ projections: [editionUse], custom: [] });
    await followers.start();
    const head = await installation.store.head();
    expect(await installation.progress.caughtUp(head, [followerName(editionUse)], 20_000)).toBe(true);
    await followers.stop();
  };
  const refused = () =>
    expect(openEditions(installation)).rejects.toThrow(
      `${join(procedures, name)} was edited while it is in use: placements are under the edition off-site-education.2026-09, and it said something else when they were pinned to it.\n  - It is to be reviewed by 1 September 2028 instead of 1 September 2027.`,
    );

  it('are opened while nothing is under them, and while they say what they said', async () => {
    expect((await openEditions(installation)).all).toHaveLength(1);
    await edit();
    await pinToday();
    expect((await openEditions(installation)).all).toHaveLength(1);
  });

  it('are refused once one in use was edited, also while no read model has heard of that use', async () => {
    await pinToday();
    await edit();
    await refused();
    await follow();
    await refused();
  });

  it('are refused by what the read model knows and by what came after it', async () => {
    await follow();
    await pinToday();
    await edit();
    await refused();
  });

  it('are opened where placements were pinned before hashes were noted', async () => {
    await pin();
    await edit();
    expect((await openEditions(installation)).all).toHaveLength(1);
  });
});
