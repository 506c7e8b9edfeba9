import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';
import { pupil, type PupilCommand } from '#domain';
import { erased, HeldClock, idFrom, transact, type Id, type Meta } from '#event-sourcing';
import type { Followers } from '#followers';
import { directoryFollower } from '#sealing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';

const schoolId = idFrom('school');
const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };
const [nia, niaAgain, ife] = [idFrom('nia'), idFrom('nia again'), idFrom('ife')];
const number = 'A123456789012';

describe('a pupil whose records were merged', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  let here: Installation;
  let followers: Followers;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'merged-'));
    fresh = await freshDatabase({ migrations: allMigrations });
    const config = readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent' });
    const urls = { databaseUrl: fresh.serviceUrl, databaseOwnerUrl: fresh.ownerUrl };
    here = await openInstallation({ ...config, ...urls }, { clock: new HeldClock('2026-11-24T09:00:00.000Z') });
    followers = here.followers({ projections: [], custom: [directoryFollower] });
    await followers.start();
    await enter(nia, 'Nia', { upnUnknownBecause: 'New.' });
    await enter(niaAgain, 'Nia', { upn: number });
    await enter(ife, 'Ife', { upnUnknownBecause: 'New.' });
  }, 60_000);
  afterEach(async () => {
    await here.close();
    await fresh.drop();
    await rm(dataDir, { recursive: true });
  });

  const stored = async (command: PupilCommand) => {
    await transact(here.journal, pupil, command.data.subjectId, command, meta);
    await caughtUp();
  };
  const caughtUp = async () => {
    expect(await here.progress.caughtUp(await here.store.head(), [directoryFollower.name], 20_000)).toBe(true);
  };
  const details = { schoolId, familyName: 'Okafor', bornOn: '2012-05-09', yearGroup: 9 };
  const enter = (subjectId: Id, givenName: string, numbered: { upn?: string; upnUnknownBecause?: string }) =>
    stored({ type: 'EnterPupil', data: { subjectId, givenName, ...details, ...numbered } });
  const about = { subjectId: niaAgain, schoolId, intoId: nia, personId: idFrom('head') };
  const merge = (numberGoesAlong = true) => {
    const data = { ...about, mergedOn: '2026-11-24', because: 'Entered twice.', placementIds: [], numberGoesAlong };
    return stored({ type: 'MergePupil', data });
  };
  const part = () =>
    stored({ type: 'UnmergePupil', data: { ...about, unmergedOn: '2026-11-25', because: 'They are twins.' } });
  const found = async (text: string) =>
    (await here.directory.search({ text, schoolIds: [schoolId] })).map(({ subjectId }) => subjectId);
  const named = async () =>
    (await here.directory.named([{ ...details, givenName: 'Nia' }])).map(({ subjectId }) => subjectId);
  /** The directory made from nothing, as after a restore. */
  const madeAgain = async () => {
    await followers.stop();
    await here.database
      .pool('emptying')
      .query(
        "DELETE FROM keys.directory; DELETE FROM keys.upn; UPDATE followers.checkpoint SET position = 0 WHERE name = 'directory'",
      );
    followers = here.followers({ projections: [], custom: [directoryFollower] });
    await followers.start();
    await caughtUp();
  };

  it('is found by the record that is kept alone, and by both once they are parted again', async () => {
    expect((await named()).toSorted()).toEqual([nia, niaAgain].toSorted());
    await merge();
    for (const again of [() => Promise.resolve(), madeAgain]) {
      await again();
      expect(await found('okafor nia')).toEqual([nia]);
      expect(await named()).toEqual([nia]);
      expect((await here.directory.ofSchool(schoolId)).map(({ subjectId }) => subjectId)).toEqual([ife, nia]);
      expect(await here.directory.ofSchool(schoolId, 'all')).toHaveLength(3);
    }
    await part();
    expect((await named()).toSorted()).toEqual([nia, niaAgain].toSorted());
    expect((await here.directory.entries([niaAgain])).get(niaAgain)).toMatchObject({ upn: null, mergedInto: null });
  });

  it('has the number on the record that is kept, where it went along', async () => {
    await merge();
    expect(await here.directory.numbered([number])).toEqual([]);
    expect(await here.upnClaims.claim(number, nia)).toBeNull();
    await stored({ type: 'ChangePupilDetails', data: { subjectId: nia, givenName: 'Nia', ...details, upn: number } });
    for (const again of [() => Promise.resolve(), madeAgain]) {
      await again();
      expect((await here.directory.numbered([number])).map(({ subjectId }) => subjectId)).toEqual([nia]);
      expect(await here.upnClaims.claim(number, ife)).toMatchObject({ subjectId: nia });
    }
  });

  it('is still meant by a number that stayed with the record that was given up', async () => {
    await merge(false);
    const [entry] = await here.directory.numbered([number]);
    if (!entry) throw new Error('Nobody has the number.');
    expect(entry.subjectId).toBe(niaAgain);
    expect((await here.directory.keptFor(entry)).subjectId).toBe(nia);
  });

  it.each([
    ['the record that is kept', nia],
    ['the record that was given up', niaAgain],
  ])('is erased whole by destroying the key of %s, and nobody else is', async (_, destroyed) => {
    await merge(false);
    await here.destruction.destroyKey(destroyed, 'Kept for long enough.', meta);
    for (const subjectId of [nia, niaAgain]) {
      const known = await here.journal.state(pupil, subjectId);
      expect([known?.identity.givenName, known?.identity.bornOn]).toEqual([erased, erased]);
    }
    await caughtUp();
    expect((await here.directory.ofSchool(schoolId, 'all')).map(({ subjectId }) => subjectId)).toEqual([ife]);
    expect(await here.upnClaims.claim(number, ife)).toBeNull();
    expect((await here.journal.state(pupil, ife))?.identity.givenName).toBe('Ife');
  });

  it('is two again for that, once they are parted', async () => {
    await merge(false);
    await part();
    await here.destruction.destroyKey(nia, 'Kept for long enough.', meta);
    expect((await here.journal.state(pupil, niaAgain))?.identity.givenName).toBe('Nia');
  });
});
