import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#event-sourcing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { keyId, KeyMissing, type KeyName } from './keys.js';
import { MasterKey } from './master-key.js';
import { sealingMigrations } from './migrations.js';
import { openMasterKey } from './opening-master-key.js';
import { PostgresKeys } from './postgres-keys.js';

const masterKey = MasterKey.of(Buffer.alloc(32, 7));

describe('keys in PostgreSQL', () => {
  let fresh: FreshDatabase;
  const pool = () => fresh.database.pool('keys');
  const another = () => new PostgresKeys(pool(), masterKey);
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: [sealingMigrations] });
  }, 60_000);
  afterAll(() => fresh.drop());

  const newName = (): KeyName => ({ subjectId: newId(), kept: 'pupil-file' });

  it('are made at first use, and are the same in every process', async () => {
    const name = newName();
    const made = (await another().toSeal([name])).get(keyId(name));
    const found = (await another().toOpen([name])).get(keyId(name));
    expect(made && found && made.equals(found)).toBe(true);
  });

  it('are one key, whoever is first', async () => {
    const names = [newName(), newName()];
    const rings = await Promise.all(
      Array.from({ length: 8 }, (_, index) => another().toSeal(index % 2 ? names : names.toReversed())),
    );
    for (const name of names) {
      const keys = rings.map((ring) => ring.get(keyId(name))?.export().toString('hex'));
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toHaveLength(64);
    }
  });

  it('that are asked for at once are one question', async () => {
    const [one, two] = [newName(), newName()];
    await another().toSeal([one, two]);
    const query = jest.spyOn(pool(), 'query');
    const keys = another();
    const rings = await Promise.all([keys.toOpen([one]), keys.toOpen([two]), keys.toSeal([one, two])]);
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
    expect(rings.map((ring) => [...ring.keys()])).toEqual([[keyId(one)], [keyId(two)], [keyId(one), keyId(two)]]);
  });

  it('that are made at once are made in one statement', async () => {
    const query = jest.spyOn(pool(), 'query');
    const keys = another();
    await Promise.all([keys.toSeal([newName()]), keys.toSeal([newName()]), keys.toSeal([newName(), newName()])]);
    // Asked for, made, and read again.
    expect(query).toHaveBeenCalledTimes(3);
    query.mockRestore();
  });

  it('differ by subject and by class', async () => {
    const name = newName();
    const ring = await another().toSeal([name, newName(), { ...name, kept: 'contact' }]);
    const exported = [...ring.values()].map((key) => key?.export().toString('hex'));
    expect(new Set(exported).size).toBe(3);
  });

  it('that were never made can not be opened with', async () => {
    await expect(another().toOpen([newName()])).rejects.toThrow(KeyMissing);
  });

  it('are stored wrapped, and each for its own subject', async () => {
    const [mine, theirs] = [newName(), newName()];
    const ring = await another().toSeal([mine, theirs]);
    const { rows } = await pool().query<{ wrapped: Buffer }>('SELECT wrapped FROM keys.key WHERE wrapped IS NOT NULL');
    expect(rows.some(({ wrapped }) => wrapped.includes(ring.get(keyId(mine))?.export() ?? ''))).toBe(false);
    await pool().query(
      'UPDATE keys.key SET wrapped = (SELECT wrapped FROM keys.key WHERE subject_id = $1) WHERE subject_id = $2',
      [theirs.subjectId, mine.subjectId],
    );
    await expect(another().toOpen([mine])).rejects.toThrow(/does not open/);
  });

  it('stay destroyed, by the database’s own word', async () => {
    const name = newName();
    const keys = another();
    await keys.toSeal([name]);
    const { rows } = await pool().query('SELECT wrapped FROM keys.key WHERE subject_id = $1', [name.subjectId]);
    await pool().query('UPDATE keys.key SET wrapped = NULL, destroyed_at = now() WHERE subject_id = $1', [
      name.subjectId,
    ]);
    keys.evict(name.subjectId);
    expect((await keys.toSeal([name])).get(keyId(name))).toBeNull();
    await expect(
      pool().query('UPDATE keys.key SET wrapped = $2, destroyed_at = NULL WHERE subject_id = $1', [
        name.subjectId,
        rows[0].wrapped,
      ]),
    ).rejects.toThrow('has been destroyed');
    await expect(pool().query('DELETE FROM keys.key')).rejects.toThrow('permission denied');
  });

  it('are remembered until they are evicted', async () => {
    const [one, two] = [newName(), newName()];
    const keys = another();
    await keys.toSeal([one, two]);
    await pool().query('UPDATE keys.key SET wrapped = NULL, destroyed_at = now() WHERE subject_id = ANY($1)', [
      [one.subjectId, two.subjectId],
    ]);
    keys.evict(one.subjectId);
    const ring = await keys.toOpen([one, two]);
    expect([ring.get(keyId(one)), ring.get(keyId(two)) === null]).toEqual([null, false]);
    keys.evict();
    expect((await keys.toOpen([two])).get(keyId(two))).toBeNull();
  });

  it('are not remembered from before an eviction that came while they were being fetched', async () => {
    const name = newName();
    await another().toSeal([name]);
    const keys = another();
    const fetching = keys.toOpen([name]);
    await new Promise(setImmediate); // The question is on its way.
    keys.evict(name.subjectId);
    await fetching;
    await pool().query('UPDATE keys.key SET wrapped = NULL, destroyed_at = now() WHERE subject_id = $1', [
      name.subjectId,
    ]);
    expect((await keys.toOpen([name])).get(keyId(name))).toBeNull();
  });
});

describe('the master key of a database', () => {
  let fresh: FreshDatabase;
  let folder: string;
  beforeEach(async () => {
    fresh = await freshDatabase({ migrations: [sealingMigrations] });
    folder = await mkdtemp(join(tmpdir(), 'master-key-'));
  });
  afterEach(async () => {
    await fresh.drop();
    await rm(folder, { recursive: true });
  });
  const open = (given?: Buffer, file = 'master.key') =>
    openMasterKey(fresh.database.pool('keys'), { given, file: join(folder, file) });

  it('is made at the first start and found at the next', async () => {
    const first = await open();
    expect(first.warning).toContain('Back it up');
    expect((await open()).masterKey.checkValue()).toBe(first.masterKey.checkValue());
  });

  it('is refused when it is not the one that was sealed under', async () => {
    await open(Buffer.alloc(32, 1));
    await expect(open(Buffer.alloc(32, 2))).rejects.toThrow(/MASTER_KEY\) is not the one/);
    await expect(open(Buffer.alloc(32, 1))).resolves.toBeDefined();
  });

  it('is not made anew when its file is lost', async () => {
    await open();
    await expect(open(undefined, 'elsewhere.key')).rejects.toThrow(/Put its backup back/);
  });

  it('is one, even when two machines start on an empty database at once', async () => {
    const starts = await Promise.allSettled([open(undefined, 'a.key'), open(undefined, 'b.key')]);
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
