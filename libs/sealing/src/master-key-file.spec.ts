import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from './master-key.js';
import { loadMasterKey } from './master-key-file.js';

const bytes = Buffer.alloc(32, 7);

describe('the master key', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'master-key-'));
    file = join(folder, 'kept', 'master.key');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the one given, and then there is no file', async () => {
    const { masterKey, warning } = await loadMasterKey(bytes, file, true);
    expect(masterKey.checkValue()).toBe(MasterKey.of(bytes).checkValue());
    expect(warning).toBeNull();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is made at the first start, for its owner alone, and says that it must be backed up', async () => {
    const first = await loadMasterKey(undefined, file, true);
    expect(first.warning).toContain('Back it up now');
    expect(first.warning).toContain(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const second = await loadMasterKey(undefined, file, true);
    expect(second.masterKey.checkValue()).toBe(first.masterKey.checkValue());
    expect(second.warning).toBeNull();
  });

  it('is one key when two processes start at once', async () => {
    const loaded = await Promise.all([1, 2, 3, 4].map(() => loadMasterKey(undefined, file, true)));
    expect(new Set(loaded.map(({ masterKey }) => masterKey.checkValue())).size).toBe(1);
    expect(loaded.filter(({ warning }) => warning !== null)).toHaveLength(1);
  });

  it('is not made anew where something was sealed under one that is missing', async () => {
    await expect(loadMasterKey(undefined, file, false)).rejects.toThrow(/missing. Put its backup back/);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is refused while others can read its file', async () => {
    await loadMasterKey(undefined, file, true);
    await chmod(file, 0o640);
    await expect(loadMasterKey(undefined, file, true)).rejects.toThrow(`chmod 600 ${file}`);
  });

  it('is refused when the file was damaged', async () => {
    await loadMasterKey(undefined, file, true);
    await writeFile(file, (await readFile(file, 'utf8')).slice(4));
    await expect(loadMasterKey(undefined, file, true)).rejects.toThrow(/holds no master key/);
  });

  it('is 32 bytes long', () => {
    expect(() => MasterKey.of(Buffer.alloc(16))).toThrow('A master key is 32 bytes long, and this one is 16.');
  });
});

describe('what is derived from the master key', () => {
  const masterKey = MasterKey.of(bytes);

  it('is the same each time, another for each purpose, and another for each key', () => {
    expect(masterKey.derive('links')).toEqual(MasterKey.of(bytes).derive('links'));
    expect(masterKey.derive('links')).not.toEqual(masterKey.derive('blind index'));
    expect(masterKey.derive('links')).not.toEqual(MasterKey.of(Buffer.alloc(32, 8)).derive('links'));
    expect(masterKey.derive('links')).toHaveLength(32);
  });
});
