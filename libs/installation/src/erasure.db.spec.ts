import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { readConfig } from '#config';
import { pupilEvents, type PupilEvent } from '#domain';
import { erased, HeldClock, idFrom, noStream, personal, type Id, type Meta, type Projection } from '#event-sourcing';
import { followerName, Rebuild, type Followers } from '#followers';
import { directoryFollower } from '#sealing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';

const schoolId = idFrom('school');
const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };
const id = (name: string): Id => idFrom('pupil', name);

type Pupil = { subjectId: Id; schoolId: Id; name: string | typeof erased; born: string | typeof erased };
const pupils: Projection<PupilEvent, Pupil> = {
  name: 'pupils-by-school',
  version: 1,
  hears: [pupilEvents],
  row: z.object({ subjectId: z.uuid(), schoolId: z.uuid(), name: personal(z.string()), born: personal(z.string()) }),
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.subjectId,
  evolve: (row, { type, data }) => {
    if (type !== 'PupilEntered' && type !== 'PupilDetailsChanged') return row;
    const { subjectId, schoolId, givenName, familyName, bornOn } = data;
    const name = givenName === erased || familyName === erased ? erased : `${givenName} ${familyName}`;
    return { subjectId, schoolId, name, born: bornOn };
  },
};

describe('a pupil whose key is destroyed', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  let web: Installation;
  let worker: Installation;
  let followers: Followers;

  const open = () =>
    openInstallation(
      {
        ...readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent' }),
        databaseUrl: fresh.serviceUrl,
        databaseOwnerUrl: fresh.ownerUrl,
      },
      { clock: new HeldClock('2026-11-23T09:00:00.000Z') },
    );
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'erasure-'));
    fresh = await freshDatabase({ migrations: allMigrations });
    [web, worker] = await Promise.all([open(), open()]);
    followers = worker.followers({ projections: [pupils], custom: [directoryFollower] });
    await followers.start();
  }, 60_000);
  afterEach(async () => {
    await Promise.all([web.close(), worker.close()]);
    await fresh.drop();
    await rm(dataDir, { recursive: true });
  });

  const enter = async (givenName: string, familyName: string, upn: string, bornOn: string) => {
    const data = { subjectId: id(givenName), schoolId, givenName, familyName, upn, bornOn, yearGroup: 9 };
    await web.journal.append(`pupil-${id(givenName)}`, noStream, [{ type: 'PupilEntered', data }], meta);
    const changed = [{ type: 'PupilDetailsChanged', data: { ...data, yearGroup: 10 } }];
    return (await web.journal.append(`pupil-${id(givenName)}`, 0n, changed, meta)).position;
  };
  const caughtUp = async (position: bigint) => {
    expect(await web.progress.caughtUp(position, [followerName(pupils), directoryFollower.name], 10_000)).toBe(true);
  };
  const search = (text: string) => web.directory.search({ text, schoolIds: [schoolId] });
  const namesFound = async (text: string) => (await search(text)).map(({ givenName }) => givenName);

  /** Everything that lies in any table of the database, as text. */
  const everything = async (): Promise<string> => {
    const owner = new pg.Client(fresh.ownerUrl);
    const service = new pg.Client(fresh.serviceUrl);
    await Promise.all([owner.connect(), service.connect()]);
    try {
      const { rows: tables } = await owner.query<{ name: string; owner: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name, tableowner AS owner FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
      );
      expect(tables.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['events.event', 'keys.directory', 'keys.key', 'reads.pupils_by_school_v1']),
      );
      let text = '';
      for (const { name, owner: role } of tables) {
        const asker = role === 'waymark_service' ? service : owner;
        text += (await asker.query(`SELECT string_agg(t::text, E'\\n') AS text FROM ${name} AS t`)).rows[0].text ?? '';
      }
      return text;
    } finally {
      await Promise.all([owner.end(), service.end()]);
    }
  };

  it('is in no row, no search, no event and no table any more, and nobody else is touched', async () => {
    await enter('Aoife', 'Nic Dhomhnaill', 'A123456789012', '2011-04-05');
    await caughtUp(await enter('Bertil', 'Ångström', 'B123456789012', '2012-06-07'));
    expect(await namesFound('nic d')).toEqual(['Aoife']);
    expect(await namesFound('angs b1234')).toEqual(['Bertil']);
    expect(await everything()).toMatch(/Aoife/);
    const asBefore = await web.store.head();

    const destroyed = await web.destruction.destroyKey(id('Aoife'), 'Kept for long enough.', meta);
    expect(destroyed).toEqual(['pupil-file']);
    await caughtUp(await web.store.head());

    const gone = async () => {
      const text = await everything();
      expect(text).not.toMatch(/aoife|dhomhnaill|A123456789012|2011-04-05/i);
      expect(text).toMatch(/Bertil/);
      expect(await namesFound('')).toEqual(['Bertil']);
      expect(await web.directory.entries([id('Aoife')])).toEqual(new Map());
      for (const asAt of [undefined, asBefore]) {
        const rows = await web.rows.find(pupils, { schoolId }, asAt);
        const names = rows.map(({ rowId, name }) => [rowId, name]);
        expect(names).toEqual(
          expect.arrayContaining([
            [id('Aoife'), erased],
            [id('Bertil'), 'Bertil Ångström'],
          ]),
        );
      }
    };
    await gone();
    const events = await web.journal.read(`pupil-${id('Aoife')}`);
    expect(events.map(({ data }) => [data['givenName'], data['upn'], data['schoolId']])).toEqual([
      [erased, erased, schoolId],
      [erased, erased, schoolId],
    ]);

    // The same again, made from nothing: read model and directory.
    const again = new Rebuild(pupils, worker.rebuilding);
    await again.build();
    await again.swap();
    await followers.stop();
    await worker.database
      .pool('emptying')
      .query(
        "DELETE FROM keys.directory; DELETE FROM keys.upn; UPDATE followers.checkpoint SET position = 0 WHERE name = 'directory'",
      );
    followers = worker.followers({ projections: [pupils], custom: [directoryFollower] });
    await followers.start();
    await caughtUp(await web.store.head());
    await gone();

    // Numbers are claimed as before; the one that went is anybody's, but not claimed for whom it was any more.
    expect(await web.upnClaims.claim('B123456789012', id('Dora'))).toMatchObject({ subjectId: id('Bertil') });
    expect(await web.upnClaims.claim('A123456789012', id('Aoife'))).toBeNull();
    await gone();
    expect(await web.upnClaims.claim('A123456789012', id('Dora'))).toBeNull();
  });

  it('had a number that is another one now: it is free', async () => {
    const position = await enter('Elin', 'Berg', 'E123456789012', '2011-01-02');
    await caughtUp(position);
    const data = { subjectId: id('Elin'), schoolId, givenName: 'Elin', familyName: 'Berg', bornOn: '2011-01-02' };
    const moved = { ...data, upn: 'T860432112345', yearGroup: 10 };
    const changed = [{ type: 'PupilDetailsChanged', data: moved }];
    await caughtUp((await web.journal.append(`pupil-${id('Elin')}`, 1n, changed, meta)).position);
    expect(await web.upnClaims.claim('E123456789012', id('Dora'))).toBeNull();
    expect(await web.upnClaims.claim('T860432112345', id('Dora'))).toMatchObject({ subjectId: id('Elin') });
  });

  it('stays away, whatever is entered about them later', async () => {
    await caughtUp(await enter('Cato', 'Lund', 'C123456789012', '2011-01-02'));
    await web.destruction.destroyKey(id('Cato'), 'Kept for long enough.', meta);
    const data = {
      subjectId: id('Cato'),
      schoolId,
      givenName: 'Cato',
      familyName: 'Lund',
      bornOn: '2011-01-02',
      yearGroup: 9,
    };
    const { position } = await worker.journal.append(
      `pupil-${id('Cato')}`,
      1n,
      [{ type: 'PupilDetailsChanged', data }],
      meta,
    );
    await caughtUp(position);
    expect(await namesFound('cato')).toEqual([]);
    expect(await everything()).not.toMatch(/cato|lund/i);
    expect((await web.rows.get(pupils, id('Cato')))?.name).toBe(erased);
  });

  it('is gone at once in the other process, too', async () => {
    await caughtUp(await enter('Dora', 'Moss', 'D123456789012', '2011-01-02'));
    expect((await web.rows.get(pupils, id('Dora')))?.name).toBe('Dora Moss');
    await worker.destruction.destroyKey(id('Dora'), 'Kept for long enough.', meta);
    // The announcement is on its way: far sooner than the few seconds for which keys are remembered.
    for (const until = performance.now() + 1_000; performance.now() < until;) {
      if ((await web.rows.get(pupils, id('Dora')))?.name === erased) return;
    }
    throw new Error('The key was still remembered after a second.');
  });

  it('is noted once in the log, even if the process dies between the two', async () => {
    await caughtUp(await enter('Emil', 'Ray', 'E123456789012', '2011-01-02'));
    await web.destruction.destroyKey(id('Emil'), 'Kept for long enough.', meta);
    await web.destruction.destroyKey(id('Emil'), 'Again.', meta);
    await web.database.pool('keys').query('UPDATE keys.key SET noted = false WHERE meta IS NOT NULL AND noted');
    await web.destruction.noteDestroyed();
    const noted = (await web.journal.read('operations-installation')).filter(({ type }) => type === 'KeyDestroyed');
    expect(noted.map(({ data }) => data).slice(0, 1)).toEqual([
      { subjectId: id('Emil'), kept: 'pupil-file', because: 'Kept for long enough.' },
    ]);
    expect(noted.filter(({ data }) => data['kept'] === 'pupil-file')).toHaveLength(1);
  });

  it('can be found by beginnings of names, without accents or apostrophes, in the asked schools only', async () => {
    await enter('Zoë', "O'Brien-Smith", 'F123456789012', '2011-01-02');
    await caughtUp(await enter('Zofia', 'Brandt', 'G123456789012', '2011-01-02'));
    expect(await namesFound('zo')).toEqual(['Zofia', 'Zoë']);
    expect(await namesFound('OBRIEN zoe')).toEqual(['Zoë']);
    expect(await namesFound("o'brien")).toEqual(['Zoë']);
    expect(await namesFound('smith')).toEqual(['Zoë']);
    expect(await namesFound('g1234')).toEqual(['Zofia']);
    expect(await namesFound('rien')).toEqual([]);
    expect(await namesFound('%')).toHaveLength(2);
    expect(await web.directory.search({ text: 'zo', schoolIds: [idFrom('another')] })).toEqual([]);
    expect((await web.directory.ofSchool(schoolId)).map(({ familyName }) => familyName)).toEqual([
      'Brandt',
      "O'Brien-Smith",
    ]);
  });
});
