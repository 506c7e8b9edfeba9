import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Draft } from './draft.js';

describe('a file that is being written', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'waymark-draft-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('has its name when it is whole, and is its owner’s alone', async () => {
    const draft = await Draft.begin(join(folder, 'new'));
    await draft.write(Buffer.from('one '));
    await draft.write(Buffer.from('two'));
    await draft.finish();
    const path = await draft.rename('whole');
    expect(await readdir(join(folder, 'new'))).toEqual(['whole']);
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing when it is given up', async () => {
    const draft = await Draft.begin(folder);
    await draft.write(Buffer.from('one'));
    await draft.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes away what a killed process left long ago, and nothing else', async () => {
    for (const name of ['waymark-1-1.unfinished', 'waymark-2-2.unfinished', 'mine.unfinished']) {
      await writeFile(join(folder, name), '');
    }
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const name of ['waymark-1-1.unfinished', 'mine.unfinished'])
      await utimes(join(folder, name), longAgo, longAgo);
    await (await Draft.begin(folder)).discard();
    expect((await readdir(folder)).sort()).toEqual(['mine.unfinished', 'waymark-2-2.unfinished']);
  });

  it('says what to do where it can’t be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = Draft.begin(join(folder, 'file', 'backups'));
    await expect(inFile).rejects.toThrow(
      /No backup was written to .*: a part of the path is a file. Name another folder/,
    );
    await expect(Draft.begin(join(folder, 'file'))).rejects.toMatchObject({ name: 'CannotWrite' });
  });
});
