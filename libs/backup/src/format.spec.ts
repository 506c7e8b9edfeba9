import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { idFrom } from '#event-sourcing';
import { lineOf, magic, sealBytes, type Header } from './format.js';
import { BackupFile, type Page } from './reading.js';
import { sectionsHere, type EventRecord } from './sections.js';
import { BackupWriter } from './writing.js';

const header: Header = {
  format: 1,
  backupId: idFrom('backup'),
  waymark: '1.2.3',
  madeAt: '2026-11-24T02:30:00.000Z',
  head: '3',
  masterKey: 'known by this',
  sections: sectionsHere,
};
const at = '2026-11-23T09:00:00.000000Z';
const keys = [[idFrom('pupil'), 'pupil-file', 'AAEC', at, null, null, null, null]] as const;
const accounts = [[idFrom('person'), '00ff', '$argon2id$', at]] as const;
const documents = [[idFrom('document'), idFrom('site'), 'provider-file', at, 1, 1, 'AAEC']] as const;
const event = (position: number, data: string): EventRecord => [
  idFrom('event', position),
  'note-1',
  String(position - 1),
  String(position),
  'Noted',
  data,
  '{"recordedAt":"2026-11-23T09:00:00.000Z"}',
];
const events = [event(1, '{"words":"é €\\n"}'), event(2, '{}'), event(3, '"\u2028"')];

describe('the file of a backup', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'waymark-format-'))));
  beforeEach(async () => {
    file = join(folder, 'backup');
    await write(events);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (these: readonly EventRecord[]) => {
    const bytes: Uint8Array[] = [];
    const sink = { write: async (chunk: Uint8Array) => void bytes.push(chunk) };
    const writer = await BackupWriter.begin(sink, header);
    await writer.section('keys', once([...keys[0]]) as never);
    await writer.section('accounts', once([...accounts[0]]) as never);
    await writer.section('documents', once([...documents[0]]) as never);
    await writer.section('events', once(...these));
    await writer.end();
    await writeFile(file, Buffer.concat(bytes));
    return writer.tallies;
  };
  const check = async () => (await BackupFile.open(file)).check();
  const body = async () => {
    const bytes = await readFile(file);
    return gunzipSync(bytes.subarray(bytes.indexOf('\n') + 1, -sealBytes)).toString('utf8');
  };
  /** A file with other lines and a seal that fits: as somebody would write it who knows how. */
  const forge = async (lines: string, head: object = header) => {
    const bytes = Buffer.concat([Buffer.from(`${magic}${lineOf(head)}`), gzipSync(lines)]);
    const seal = createHash('sha256').update(bytes).digest('hex');
    await writeFile(file, Buffer.concat([bytes, Buffer.from(`${seal}\n`)]));
  };

  it('gives back what was written, and says how much it is', async () => {
    const pages: Page[] = [];
    for await (const page of (await BackupFile.open(file)).pages()) pages.push(page);
    expect(pages).toEqual([
      { section: 'keys', records: keys },
      { section: 'accounts', records: accounts },
      { section: 'documents', records: documents },
      { section: 'events', records: events },
    ]);
    expect(await check()).toMatchObject({ keys: { count: 1 }, accounts: { count: 1 }, events: { count: 3 } });
  });

  it('gives back any text, however much of it', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 50 }), { maxLength: 2_500 });
    await fc.assert(
      fc.asyncProperty(texts, async (words) => {
        const written = words.map((each, index) => event(index + 1, JSON.stringify(each)));
        const tallies = await write(written);
        expect(await check()).toEqual(tallies);
        const found: EventRecord[] = [];
        for await (const page of (await BackupFile.open(file)).pages()) {
          if (page.section === 'events') found.push(...page.records);
        }
        expect(found).toEqual(written);
      }),
      { numRuns: 20 },
    );
  });

  it('can be read with head and gunzip alone', async () => {
    expect((await readFile(file, 'utf8')).split('\n')[0]).toBe(`${magic}${JSON.stringify(header)}`);
    expect((await body()).split('\n')).toContain(JSON.stringify(events[0]));
  });

  it('is refused when any bit of it is another', async () => {
    const whole = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (index, bit) => {
        const damaged = Buffer.from(whole);
        damaged[index] = (damaged[index] ?? 0) ^ (1 << bit);
        await writeFile(file, damaged);
        await expect(check()).rejects.toMatchObject({ name: 'BackupDamaged' });
      }),
      { numRuns: 400 },
    );
  });

  it('is refused when it ends anywhere else than at its end', async () => {
    const whole = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await writeFile(file, whole);
        await truncate(file, length);
        await expect(check()).rejects.toMatchObject({ name: 'BackupDamaged' });
      }),
    );
    await writeFile(file, Buffer.concat([whole, Buffer.from('\n')]));
    await expect(check()).rejects.toThrow(/its end is missing/);
  });

  it('says what to do about damage', async () => {
    const whole = await readFile(file);
    await truncate(file, whole.length - 10);
    await expect(check()).rejects.toThrow(/cut short while it was copied: copy it again, or use another backup/);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 100] = (damaged[whole.length - 100] ?? 0) ^ 1;
    await writeFile(file, damaged);
    await expect(check()).rejects.toThrow(/its bytes are not those that were written. Copy it again/);
    await writeFile(file, 'Something else.\n');
    await expect(check()).rejects.toThrow(/is not a backup of Waymark/);
  });

  it('lacks no section and no record, though the seal fits', async () => {
    const lines = (await body()).split('\n');
    const without = (pattern: RegExp) => lines.filter((line) => !pattern.test(line)).join('\n');
    await forge(without(/^\["[^"]*","00ff|"accounts"[,}]/));
    await expect(check()).rejects.toThrow(/lacks its section accounts/);
    await forge(without(/"Noted","{}"/));
    await expect(check()).rejects.toThrow(/contradicts itself/);
    await forge(without(/backupEnds/));
    await expect(check()).rejects.toThrow(/its end is missing/);
    await forge(lines.join('\n').replace('"AAEC"', '"not base64"'));
    await expect(check()).rejects.toThrow(/contradicts itself/);
    await forge(lines.join('\n'));
    await expect(check()).resolves.toBeDefined();
  });

  it('of an earlier version has no documents in it, and says so', async () => {
    const lines = (await body())
      .split('\n')
      .filter((line) => !/provider-file|^{"(begins|ends)":"documents"/.test(line))
      .map((line) => line.replace(/,"documents":{[^}]*}/, ''));
    expect(lines.join()).not.toContain('documents');
    const before = { ...header, sections: sectionsHere.filter(({ name }) => name !== 'documents') };
    await forge(lines.join('\n'), before);
    expect(await check()).toMatchObject({ accounts: { count: 1 }, documents: { count: 0 }, events: { count: 3 } });
    await forge(lines.join('\n'));
    await expect(check()).rejects.toThrow(/lacks its section documents/);
  });

  it('of a later version is not half understood', async () => {
    const lines = await body();
    const packs = { ...header, waymark: '2.0.0', sections: [...sectionsHere, { name: 'packs', version: 1 }] };
    await forge(lines, packs);
    await expect(check()).rejects.toThrow(/holds what this version does not know. Use Waymark 2.0.0 or newer/);
    await forge(lines, { ...header, format: 2, waymark: '3.0.0' });
    await expect(check()).rejects.toThrow(/Use Waymark 3.0.0 or newer/);
  });
});

async function* once<T>(...records: readonly T[]): AsyncGenerator<T[]> {
  yield [...records];
}
