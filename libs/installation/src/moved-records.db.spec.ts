import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';
import { pupil, type PupilCommand } from '#domain';
import { HeldClock, idFrom, transact, type Id, type Meta } from '#event-sourcing';
import type { Followers } from '#followers';
import { directoryFollower, type RecordsAsked } from '#sealing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';

const [hollinBank, millrace, nia] = [idFrom('hollin bank'), idFrom('millrace'), idFrom('nia')];
const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };

describe('the directory of pupils who change school', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  let here: Installation;
  let followers: Followers;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'moved-'));
    fresh = await freshDatabase({ migrations: allMigrations });
    const config = readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent' });
    const urls = { databaseUrl: fresh.serviceUrl, databaseOwnerUrl: fresh.ownerUrl };
    here = await openInstallation({ ...config, ...urls }, { clock: new HeldClock('2026-11-24T09:00:00.000Z') });
    followers = here.followers({ projections: [], custom: [directoryFollower] });
    await followers.start();
    await ordered({ type: 'EnterPupil', data: { ...names, schoolId: hollinBank } });
  }, 60_000);
  afterEach(async () => {
    await here.close();
    await fresh.drop();
    await rm(dataDir, { recursive: true });
  });

  const names = {
    subjectId: nia,
    givenName: 'Nia',
    familyName: 'Okafor',
    bornOn: '2012-05-09',
    yearGroup: 9,
    upnUnknownBecause: 'New.',
  };
  const ordered = (command: PupilCommand) => transact(here.journal, pupil, nia, command, meta);
  const change = (what: string, schoolId: Id, on: string) => ({
    subjectId: nia,
    schoolId,
    changeId: idFrom('change', what),
    personId: idFrom('head'),
    on,
  });
  const move = (what: string, schoolId: Id, toSchoolId: Id) =>
    ordered({ type: 'MovePupil', data: { ...change(what, schoolId, '2026-11-09'), toSchoolId } });
  const leave = (what: string, schoolId: Id) =>
    ordered({ type: 'RecordPupilLeft', data: { ...change(what, schoolId, '2026-11-10'), whereTo: 'finished' } });
  const comeBack = (what: string, schoolId: Id, toSchoolId: Id) =>
    ordered({ type: 'RecordPupilCameBack', data: { ...change(what, schoolId, '2026-11-11'), toSchoolId } });
  const takeBack = (what: string, schoolId: Id) =>
    ordered({ type: 'TakeBackSchoolChange', data: { ...change(what, schoolId, '2026-11-12'), because: 'No.' } });

  const caughtUp = async () => {
    expect(await here.progress.caughtUp(await here.store.head(), [directoryFollower.name], 20_000)).toBe(true);
  };
  /** The directory made from nothing, all in one batch. */
  const madeAgain = async () => {
    await followers.stop();
    await here.database
      .pool('emptying')
      .query("DELETE FROM keys.directory; UPDATE followers.checkpoint SET position = 0 WHERE name = 'directory'");
    followers = here.followers({ projections: [], custom: [directoryFollower] });
    await followers.start();
  };
  const has = async (schoolId: Id, records: RecordsAsked) => {
    const found = await here.directory.search({ text: 'okafor', schoolIds: [schoolId], records });
    expect(await here.directory.ofSchool(schoolId, records)).toEqual(found);
    return found.length > 0;
  };
  /** By which of the three ways of asking each school finds the pupil, event by event and all at once. */
  const found = async () => {
    const seen: string[] = [];
    for (const again of [() => Promise.resolve(), madeAgain]) {
      await again();
      await caughtUp();
      const words: string[] = [];
      for (const [name, schoolId] of [['hollin bank', hollinBank] as const, ['millrace', millrace] as const]) {
        const ways: string[] = [];
        for (const records of ['kept', 'gone', 'all'] as const) if (await has(schoolId, records)) ways.push(records);
        words.push(`${name}: ${ways.join(' ')}`);
      }
      seen.push(words.join(', '));
    }
    expect(seen[1]).toBe(seen[0]);
    return seen[0];
  };

  it('shows them at the school where they are, and to the one where they were among those who are gone', async () => {
    expect(await found()).toBe('hollin bank: kept all, millrace: ');
    await move('first', hollinBank, millrace);
    expect(await found()).toBe('hollin bank: gone all, millrace: kept all');
    await ordered({ type: 'ChangePupilDetails', data: { ...names, schoolId: millrace, yearGroup: 10 } });
    expect(await found()).toBe('hollin bank: gone all, millrace: kept all');
    await move('home', millrace, hollinBank);
    expect(await found()).toBe('hollin bank: kept all, millrace: gone all');
  });

  it('lists nobody who left, until they are back', async () => {
    await leave('left', hollinBank);
    expect(await found()).toBe('hollin bank: gone all, millrace: ');
    const named = await here.directory.named([{ ...names, schoolId: hollinBank }]);
    expect(named.map(({ hasLeft }) => hasLeft)).toEqual([true]);
    await comeBack('back', hollinBank, millrace);
    expect(await found()).toBe('hollin bank: gone all, millrace: kept all');
    await takeBack('back', millrace);
    expect(await found()).toBe('hollin bank: gone all, millrace: ');
    await takeBack('left', hollinBank);
    expect(await found()).toBe('hollin bank: kept all, millrace: ');
  });

  it('forgets a move that was an error, and none before it', async () => {
    await move('first', hollinBank, millrace);
    await takeBack('first', millrace);
    expect(await found()).toBe('hollin bank: kept all, millrace: ');
    await move('second', hollinBank, millrace);
    await leave('left', millrace);
    await takeBack('left', millrace);
    expect(await found()).toBe('hollin bank: gone all, millrace: kept all');
  });
});
