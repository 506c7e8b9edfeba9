import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idFrom } from '#event-sourcing';
import { DestroyedKeys } from './destroyed-keys.js';

const of = (name: string) => ({ subjectId: idFrom(name), kept: 'pupil-file', at: '2026-11-23T09:00:00.000Z' });

describe('the notes of destroyed keys', () => {
  let folder: string;
  let notes: DestroyedKeys;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waymark-notes-'));
    notes = new DestroyedKeys(join(folder, 'data', 'destroyed-keys.jsonl'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are none where there is no file, and a file comes with the first', async () => {
    expect(await notes.read()).toEqual([]);
    await notes.note([]);
    await expect(stat(notes.file)).rejects.toThrow('ENOENT');
    await notes.note([of('Aoife')]);
    expect(await notes.read()).toEqual([of('Aoife')]);
    expect((await stat(notes.file)).mode & 0o777).toBe(0o600);
  });

  it('are added to, by several at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `pupil ${index}`);
    await Promise.all(names.map((name) => new DestroyedKeys(notes.file).note([of(name)])));
    const found = (await notes.read()).map(({ subjectId }) => subjectId);
    expect(found.sort()).toEqual(names.map((name) => idFrom(name)).sort());
  });

  it('do without what a crash cut off, and go on behind it', async () => {
    await notes.note([of('Aoife')]);
    await appendFile(notes.file, '{"subjectId":"1234');
    expect(await notes.read()).toEqual([of('Aoife')]);
    await notes.note([of('Bertil')]);
    expect((await readFile(notes.file, 'utf8')).split('\n')).toContain(JSON.stringify(of('Bertil')));
    await expect(notes.read()).rejects.toThrow(/^Line 2 of .* can't be read. Take it from another copy/);
  });
});
