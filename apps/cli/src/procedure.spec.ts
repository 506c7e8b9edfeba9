import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedProcedures } from '#config';
import { Frame } from './frame.js';
import { Interruption } from './interruption.js';
import { checkFiles, tellChanges } from './procedure.js';

/** What a command of the procedure says, and what it ends with. */
async function said(work: (frame: Frame) => Promise<void>, json = false): Promise<{ out: string; code: number }> {
  let out = '';
  const screen = { write: (text: string) => ((out += text), true) };
  const nobody = { on: () => undefined, off: () => undefined, exit: () => undefined };
  const frame = new Frame(
    Interruption.heed(() => undefined, nobody),
    json,
    screen,
    screen,
  );
  const before = process.exitCode;
  try {
    await work(frame);
    return { out, code: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = before;
  }
}

let folder = '';
const shipped = join(shippedProcedures(), 'off-site-education.2025-01.yaml');
const inFolder = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'procedure-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('waymark procedure check', () => {
  // Procedure: S1.2, S1.3, S1.5
  it('says of a good edition what it is, from when on, and that nobody has reviewed it yet', async () => {
    const { out, code } = await said((frame) => checkFiles([shipped], frame));
    expect(code).toBe(0);
    expect(out).toContain('off-site-education.2025-01, Off-site education procedure');
    expect(out).toMatch(/hash +[0-9a-f]{64}/);
    expect(out).toContain('from Monday 6 January 2025');
    expect(out).toContain('not yet; next by Tuesday 30 September 2025');
    expect(out).toContain('25 checks, 3 instruments, 1 gate, 6 duties and');
  });

  it('says everything that is wrong with another, with line, column and what would be right, and ends with 1', async () => {
    const text = (await readFile(shipped, 'utf8'))
      .replace('agreement-signed:', 'agreement-singed:')
      .replace('to: headteacher, until', 'to: headteecher, until')
      .replace('scope: site, validForMonths: 12, label: Online', 'scope: placement, label: Online');
    const file = await inFolder('ours.yaml', text);
    const { out, code } = await said((frame) => checkFiles([shipped, file], frame));
    expect(code).toBe(1);
    const wrong = out
      .slice(out.indexOf(`${file} can’t be used. 3 mistakes:`))
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(wrong).toEqual([
      expect.stringMatching(/^ {2}line \d+, column \d+: checks\.\d+\.scope can't be run: /),
      expect.stringMatching(
        /^ {2}line \d+, column \d+: gates\.start\.2\.otherwise\.1\.agreement-singed .* Did you mean agreement-signed\?$/,
      ),
      expect.stringMatching(
        /^ {2}line \d+, column \d+: duties\.find-the-pupil\.ladder\.2\.to .* Did you mean headteacher\?$/,
      ),
    ]);
  });

  it('says the same to a program', async () => {
    const file = await inFolder('ours.yaml', 'id: ours\n');
    const { out, code } = await said((frame) => checkFiles([shipped, file], frame), true);
    expect(code).toBe(1);
    const { files } = JSON.parse(out) as { files: unknown[] };
    expect(files).toEqual([
      expect.objectContaining({ usable: true, id: 'off-site-education', edition: '2025-01', checks: 25, duties: 6 }),
      expect.objectContaining({
        usable: false,
        mistakes: expect.arrayContaining([{ line: 1, column: 1, at: 'edition', message: 'is missing' }]),
      }),
    ]);
  });

  it('finds that two files are the same edition', async () => {
    const twin = await inFolder('twin.yaml', await readFile(shipped, 'utf8'));
    const { out, code } = await said((frame) => checkFiles([shipped, twin], frame));
    expect(code).toBe(1);
    expect(out).toMatch(/edition is that of .* both are off-site-education\.2025-01/);
  });

  it('says that a file is not there', async () => {
    const missing = join(folder, 'missing.yaml');
    await expect(said((frame) => checkFiles([missing], frame))).rejects.toThrow(`There is no file ${missing}.`);
    await expect(said((frame) => checkFiles([folder], frame))).rejects.toThrow('is a folder');
  });
});

describe('waymark procedure diff', () => {
  const [older, newer] = ['off-site-education.2025-01', 'off-site-education.2026-09'];

  // Procedure: S1.3
  it('tells what changes between two that come with Waymark, part by part', async () => {
    const { out, code } = await said((frame) => tellChanges(older, newer, frame));
    expect(code).toBe(0);
    const headings = out.split('\n').filter((each) => /^[A-Z]/.test(each));
    expect(headings).toEqual([
      'The edition',
      'What it rests on',
      'Checks before a pupil is admitted',
      'What providers confirm in writing',
      'How sites are evaluated',
      'Placements that are proposed already stay under the edition of their proposal until a school adopts a newer one for them.',
    ]);
    expect(out.replace(/\s+/g, ' ')).toContain('- It is in force from 1 September 2026 instead of 6 January 2025.');
  });

  it('tells what a file of one’s own would change', async () => {
    const text = (await readFile(shipped, 'utf8')).replace(
      'minutesAfterExpectedArrival: 30',
      'minutesAfterExpectedArrival: 20',
    );
    const { out } = await said(async (frame) => tellChanges(older, await inFolder('ours.yaml', text), frame), true);
    expect(JSON.parse(out)).toMatchObject({
      from: { edition: '2025-01' },
      changes: [
        { about: 'duty', kind: 'changed', id: 'attendance-check', sentence: expect.stringContaining('20 minutes') },
      ],
    });
  });

  it('says when nothing changes', async () => {
    const { out } = await said((frame) => tellChanges(older, older, frame));
    expect(out).toBe('Nothing changes: they say the same.\n');
  });

  it('says that an edition is not there, or can’t be used', async () => {
    const nowhere = said((frame) => tellChanges(older, 'off-site-education.2031-01', frame));
    await expect(nowhere).rejects.toThrow('No edition off-site-education.2031-01 comes with Waymark');
    const broken = await inFolder('ours.yaml', 'id: ours\n');
    await expect(said((frame) => tellChanges(older, broken, frame))).rejects.toThrow('edition is missing');
  });
});
