import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Accounts } from '#accounts';
import { readConfig } from '#config';
import { documentBytesMax, PostgresDocuments } from '#documents';
import type { OperationsEvent } from '#domain';
import { erased, idFrom, newId, noStream, type Id, type Meta } from '#event-sourcing';
import { followerName, Rebuild } from '#followers';
import { allMigrations, destroyedKeysFile, openInstallation, type Installation } from '#installation';
import { pupils } from '#read-models';
import { DestroyedKeys, directoryFollower } from '#sealing';
import { SmallDisk } from '../../../test/bad-days/small-disk.js';
import { freshDatabase, startChild, type FreshDatabase } from '../../../test/support/index.js';
import { destroyedSince } from './destroyed-since.js';
import { makeBackup, type Backup } from './make-backup.js';
import { BackupFile } from './reading.js';
import { restore } from './restore.js';

const schoolId = idFrom('school');
const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };
const id = (name: string): Id => idFrom('pupil', name);
const key = Buffer.alloc(32, 7).toString('base64');

/** An installation in a database of its own. */
class Place {
  private constructor(
    readonly fresh: FreshDatabase,
    readonly dataDir: string,
  ) {}

  static async make(): Promise<Place> {
    const dataDir = await mkdtemp(join(tmpdir(), 'waymark-place-'));
    return new Place(await freshDatabase({ migrations: allMigrations }), dataDir);
  }

  open(): Promise<Installation> {
    const config = readConfig({ WAYMARK_DATA: this.dataDir, LOG_LEVEL: 'silent', MASTER_KEY: key });
    return openInstallation({ ...config, databaseUrl: this.fresh.serviceUrl, databaseOwnerUrl: this.fresh.ownerUrl });
  }

  async remove(): Promise<void> {
    await this.fresh.drop();
    await rm(this.dataDir, { recursive: true });
  }
}

describe('a backup and its restore', () => {
  let folder: string;
  let home: Place;
  let there: Installation;
  let empty: Place;
  const opened: Installation[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waymark-backups-'));
    [home, empty] = await Promise.all([Place.make(), Place.make()]);
    there = await open(home);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await Promise.all([home.remove(), empty.remove()]);
    await rm(folder, { recursive: true });
  });

  const open = async (place: Place) => {
    const installation = await place.open();
    opened.push(installation);
    return installation;
  };
  const enter = async (name: string, into = there) => {
    const data = {
      subjectId: id(name),
      schoolId,
      givenName: name,
      familyName: 'Ray',
      bornOn: '2011-04-05',
      yearGroup: 9,
    };
    return into.journal.append(`pupil-${id(name)}`, noStream, [{ type: 'PupilEntered', data }], meta);
  };
  const backUp = (): Promise<Backup> => makeBackup({ pool: there.database.pool('backup'), store: there.store }, folder);
  const restoreFrom = async (path: string, destroyed: string[] = []) => {
    const backup = await BackupFile.open(path);
    const { tombstones } = await destroyedSince(backup, destroyed, []);
    return restore({ database: empty.fresh.database, backup, destroyed: tombstones });
  };
  const all = async ({ store }: Installation, upTo: bigint) =>
    (await store.readAll(0n, 10_000)).filter(({ position }) => position <= upTo);
  const documentsOf = ({ database, keys }: Installation) => new PostgresDocuments(database.pool('documents'), keys);
  const givenName = async (name: string, of: Installation) =>
    (await of.journal.read(`pupil-${id(name)}`))[0]?.data['givenName'];

  it('bring everything to another place: the same events, keys and accounts, and the log goes on', async () => {
    for (const name of ['Aoife', 'Bertil', 'Zoë']) await enter(name);
    const accounts = new Accounts(there.database.pool('accounts'), there.clock, there.masterKey);
    await accounts.setPassword(idFrom('head'), 'head@example.org', 'correct horse battery staple');
    const { path, header, tallies } = await backUp();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toHaveLength(1);
    expect(header.head).toBe('3');

    const restored = await restoreFrom(path);
    expect(restored.tallies).toEqual(tallies);
    const here = await open(empty);
    expect(await all(here, 3n)).toEqual(await all(there, 3n));
    expect(await givenName('Zoë', here)).toBe('Zoë');
    const signIn = new Accounts(here.database.pool('accounts'), here.clock, here.masterKey);
    expect(await signIn.signIn('Head@example.org', 'correct horse battery staple')).toEqual({
      personId: idFrom('head'),
    });

    const last = (await here.journal.read('operations-installation')).at(-1);
    expect(last).toMatchObject({ type: 'InstallationRestored', position: 4n, revision: 0n });
    expect(last?.data).toEqual({ backupId: header.backupId, madeAt: header.madeAt, upTo: '3', keysDestroyedAgain: 0 });
    expect((await enter('Dora', here)).position).toBe(5n);
    expect(await here.store.positionAt(last?.meta.recordedAt ?? '')).toBeGreaterThanOrEqual(4n);
  });

  it('bring the documents, each with the hash that events name it by, and those of destroyed keys stay destroyed', async () => {
    const aFile = (name: string, bytes: Buffer) =>
      documentsOf(there).keep({ subjectId: id(name), kept: 'provider-file' }, bytes);
    const large = Buffer.alloc(documentBytesMax, '%PDF-1.7 ');
    const [small, largest] = [await aFile('Fen site', Buffer.from('%PDF-1.7')), await aFile('Fen site', large)];
    const gone = await aFile('Mill site', Buffer.from('%PDF-1.7 of the mill'));
    const { path, tallies } = await backUp();
    // A part is a quarter of a megabyte, and a sealed document a little more than the document.
    expect(tallies.documents.count).toBe(1 + 41 + 1);
    await there.destruction.destroyKey(id('Mill site'), 'Kept for long enough.', meta);
    expect((await restoreFrom(path, [destroyedKeysFile(home.dataDir)])).tallies.documents).toEqual(tallies.documents);
    const documents = documentsOf(await open(empty));
    expect(await documents.read(small)).toEqual(Buffer.from('%PDF-1.7'));
    const read = await documents.read(largest);
    expect(read !== erased && read.equals(large)).toBe(true);
    expect(await documents.read(gone)).toBe(erased);
  });

  it('are made of a database that has no place for documents yet', async () => {
    await enter('Aoife');
    const owner = new pg.Client(home.fresh.ownerUrl);
    await owner.connect();
    await owner.query('DROP SCHEMA documents CASCADE');
    await owner.end();
    const { path, tallies } = await backUp();
    expect(tallies.documents.count).toBe(0);
    await restoreFrom(path);
    expect(await givenName('Aoife', await open(empty))).toBe('Aoife');
  });

  it('make the same rows and the same directory from the events', async () => {
    for (const name of ['Aoife', 'Bertil']) await enter(name);
    const { path } = await backUp();
    await restoreFrom(path);
    const here = await open(empty);
    const followers = here.followers({ projections: [pupils], custom: [directoryFollower] });
    await followers.start();
    expect(await here.progress.caughtUp(3n, [followerName(pupils), 'directory'], 20_000)).toBe(true);
    const rebuild = new Rebuild(pupils, here.rebuilding);
    await rebuild.build();
    expect(await rebuild.differences()).toEqual([]);
    await rebuild.discard();
    expect((await here.directory.ofSchool(schoolId)).map((each) => each.givenName)).toEqual(['Aoife', 'Bertil']);
  });

  it('hold nothing that lies open about a person', async () => {
    await enter('Aoife');
    const { path } = await backUp();
    let text = '';
    for await (const { records } of (await BackupFile.open(path)).pages()) text += JSON.stringify(records);
    expect(text).toContain(id('Aoife'));
    expect(text).not.toMatch(/aoife|"Ray"|2011-04-05/i);
  });

  it('have the key of every event in them, while others write', async () => {
    const stopping = new AbortController();
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let count = 0; !stopping.signal.aborted; count += 1) await enter(`${writer} ${count}`);
    });
    while ((await there.store.head()) < 50n) await new Promise((resolve) => setTimeout(resolve, 5));
    const { path, header } = await backUp();
    stopping.abort();
    await Promise.all(writers);
    expect(await there.store.head()).toBeGreaterThan(BigInt(header.head));
    await restoreFrom(path);
    const here = await open(empty);
    const events = await all(here, BigInt(header.head));
    expect(events).toHaveLength(Number(header.head));
    for (const { data } of await here.codec.open(events)) expect(data['familyName']).toBe('Ray');
  });

  it('keep a key destroyed that has been destroyed since, wherever it is noted', async () => {
    await enter('Aoife');
    await enter('Bertil');
    const { path } = await backUp();
    await there.destruction.destroyKey(id('Aoife'), 'Kept for long enough.', meta);
    const notes = destroyedKeysFile(home.dataDir);
    expect((await new DestroyedKeys(notes).read()).map(({ subjectId }) => subjectId)).toContain(id('Aoife'));

    expect((await restoreFrom(path, [notes])).destroyedAgain).toBe(1);
    const here = await open(empty);
    expect(await givenName('Aoife', here)).toBe(erased);
    expect(await givenName('Bertil', here)).toBe('Bertil');
    const operations = (await here.journal.read('operations-installation')) as unknown as OperationsEvent[];
    expect(operations.map(({ type }) => type)).toEqual(['KeyDestroyed', 'InstallationRestored']);
    expect(operations[0]?.data).toMatchObject({ subjectId: id('Aoife'), kept: 'pupil-file' });
    expect(operations[1]?.data).toMatchObject({ keysDestroyedAgain: 1 });
    // Classes of which there was no key yet are not made anew either.
    const { rows } = await here.database
      .pool('test')
      .query('SELECT count(*)::int AS n FROM keys.key WHERE wrapped IS NULL');
    expect(rows).toEqual([{ n: 4 }]);
    // And the new place has noted it for its own next restore.
    expect(await new DestroyedKeys(destroyedKeysFile(empty.dataDir)).read()).toHaveLength(4);
  });

  it('find what has been destroyed since in a newer backup beside the older', async () => {
    await enter('Aoife');
    const older = await backUp();
    await there.destruction.destroyKey(id('Aoife'), 'Kept for long enough.', meta);
    const newer = await backUp();
    const known = await destroyedSince(await BackupFile.open(older.path), [], []);
    expect(known).toMatchObject({ from: [newer.path], unknownAfter: newer.header.madeAt });
    expect((await restoreFrom(older.path)).destroyedAgain).toBe(1);
    expect(await givenName('Aoife', await open(empty))).toBe(erased);
  });

  it('do not know what was destroyed at last, unless somebody names the notes', async () => {
    await enter('Aoife');
    const { path, header } = await backUp();
    const backup = await BackupFile.open(path);
    expect(await destroyedSince(backup, [], [])).toEqual({ tombstones: [], from: [], unknownAfter: header.madeAt });
    const notes = join(folder, 'notes');
    await writeFile(notes, '');
    expect((await destroyedSince(backup, [], [notes])).unknownAfter).toBe(header.madeAt);
    expect((await destroyedSince(backup, [notes], [])).unknownAfter).toBeNull();
    await expect(destroyedSince(backup, [join(folder, 'absent')], [])).rejects.toThrow('ENOENT');
  });

  it('are refused where Waymark has been at work, and leave everything there as it was', async () => {
    await enter('Aoife');
    const { path } = await backUp();
    const busy = await open(empty);
    await enter('Bertil', busy);
    await expect(restoreFrom(path)).rejects.toThrow(
      /1 events are in it. A backup is restored into an empty place only/,
    );
    expect(await givenName('Bertil', busy)).toBe('Bertil');
    expect(await busy.store.head()).toBe(1n);
  });

  it('leave nothing of a damaged file', async () => {
    await enter('Aoife');
    const { path } = await backUp();
    const bytes = await readFile(path);
    bytes[bytes.length - 200] = (bytes[bytes.length - 200] ?? 0) ^ 4;
    await writeFile(path, bytes);
    await expect(restoreFrom(path)).rejects.toMatchObject({ name: 'BackupDamaged' });
    expect(await (await open(empty)).store.head()).toBe(0n);
  });

  it('leave no file when they are broken off, and can be made again', async () => {
    await enter('Aoife');
    const parts = { pool: there.database.pool('backup'), store: there.store };
    const interrupting = new AbortController();
    const onProgress = () => interrupting.abort(new Error('Ctrl-C'));
    await expect(makeBackup(parts, folder, { signal: interrupting.signal, onProgress })).rejects.toThrow('Ctrl-C');
    expect(await readdir(folder)).toEqual([]);
    await expect(backUp()).resolves.toBeDefined();
  });

  it('leave nothing on a disk that is full, and say what to do', async () => {
    await enter('Aoife');
    const disk = SmallDisk.at(join(folder, 'disk'), 1);
    try {
      const parts = { pool: there.database.pool('backup'), store: there.store };
      disk.fill();
      await expect(makeBackup(parts, disk.folder)).rejects.toThrow(/the disk is full. Make room, or name a folder/);
      expect(await readdir(disk.folder)).toEqual(['ballast']);
      disk.free();
      await expect(makeBackup(parts, disk.folder)).resolves.toBeDefined();
    } finally {
      disk.remove();
    }
  });

  it('are not there when the one or the other is killed, and come out the same afterwards', async () => {
    await Promise.all(Array.from({ length: 2_500 }, (_, index) => enter(`pupil ${index}`)));
    const env = { CHILD_SERVICE: home.fresh.serviceUrl, CHILD_OWNER: home.fresh.ownerUrl, CHILD_FOLDER: folder };
    const file = new URL('../../../test/support/backup.child.ts', import.meta.url).pathname;
    const backing = await startChild(file, env);
    expect(await backing.message()).toBe('events');
    await backing.kill();
    expect((await readdir(folder)).filter((name) => name.endsWith('.backup'))).toEqual([]);

    const { path, tallies } = await backUp();
    const { serviceUrl, ownerUrl } = empty.fresh;
    const restoring = await startChild(file, { CHILD_SERVICE: serviceUrl, CHILD_OWNER: ownerUrl, CHILD_BACKUP: path });
    expect(await restoring.message()).toBe('events');
    await restoring.kill();
    const { rows } = await empty.fresh.database.pool('test').query('SELECT count(*)::int AS n FROM events.event');
    expect(rows).toEqual([{ n: 0 }]);
    expect((await restoreFrom(path)).tallies).toEqual(tallies);
  }, 120_000);
});

describe('a destruction', () => {
  it('is noted outside of the database although the process dies between the two, and by every machine', async () => {
    const place = await Place.make();
    const installation = await place.open();
    try {
      const subjectId = newId();
      const notes = new DestroyedKeys(destroyedKeysFile(place.dataDir));
      await installation.destruction.destroyKey(subjectId, 'Kept for long enough.', meta, ['pupil-file']);
      expect(await notes.read()).toEqual([{ subjectId, kept: 'pupil-file', at: expect.any(String) }]);
      // As another machine has it, or this one when its file was lost.
      await rm(notes.file);
      await installation.close();
      await (await place.open()).close();
      expect(await notes.read()).toEqual([{ subjectId, kept: 'pupil-file', at: expect.any(String) }]);
      expect((await stat(notes.file)).mode & 0o777).toBe(0o600);
    } finally {
      await place.remove();
    }
  });

  it('that can not be noted does not happen', async () => {
    const place = await Place.make();
    const installation = await place.open();
    try {
      const data = {
        subjectId: id('Cato'),
        schoolId,
        givenName: 'Cato',
        familyName: 'Lund',
        bornOn: '2011-01-02',
        yearGroup: 9,
      };
      await installation.journal.append(`pupil-${id('Cato')}`, noStream, [{ type: 'PupilEntered', data }], meta);
      await mkdir(destroyedKeysFile(place.dataDir));
      await expect(installation.destruction.destroyKey(id('Cato'), 'Why.', meta)).rejects.toThrow('EISDIR');
      expect((await installation.journal.read(`pupil-${id('Cato')}`))[0]?.data['givenName']).toBe('Cato');
    } finally {
      await installation.close();
      await place.remove();
    }
  });
});
