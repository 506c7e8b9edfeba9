import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '#config';
import { ParkedWorld } from '../../../test/support/parked.js';

// The program as it is, on the database of a trust whose worker stumbles.
describe('waymark parked', () => {
  let parked: ParkedWorld;
  beforeAll(async () => {
    parked = await ParkedWorld.open({ MASTER_KEY: key });
  }, 120_000);
  afterAll(() => parked.world.close());
  const key = Buffer.alloc(32, 9).toString('base64');

  const waymark = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
      const { databaseUrl = '', databaseOwnerUrl = '', dataDir } = parked.world.installation.config;
      const env = { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseOwnerUrl, WAYMARK_DATA: dataDir };
      const child = spawn(process.execPath, [join(packageRoot(), 'bin/waymark.js'), 'parked', ...args], {
        env: { ...process.env, ...env, MASTER_KEY: key },
      });
      const read = { out: '', err: '' };
      child.stdout.on('data', (chunk: Buffer) => (read.out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (read.err += chunk.toString()));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...read }));
    });

  it('says that nothing is, and is content', async () => {
    const { code, out } = await waymark('--check');
    expect([code, out]).toEqual([0, 'Nothing is parked: every event has been handled.\n']);
  }, 120_000);

  it('lists what is by ids alone, and fails only when it is asked to check', async () => {
    const entry = await parked.park();
    const { code, out } = await waymark();
    expect(code).toBe(0);
    expect(out).toContain('1. find-the-pupil-when-absent-or-silent');
    expect(out).toContain(entry.eventId);
    expect(out).not.toMatch(/Callum|Dray|aunt/);
    const checked = await waymark('--check', '--json');
    expect([checked.code, JSON.parse(checked.out)]).toMatchObject([1, { parked: [{ eventId: entry.eventId }] }]);
  }, 120_000);

  it('tries again until the cause is mended, and says what came of it', async () => {
    const failed = await waymark('retry', '1');
    expect([failed.code, failed.out]).toEqual([1, expect.stringContaining('could not be handled this time either')]);
    parked.mend();
    const settled = await waymark('retry', '1', '--json');
    expect([settled.code, JSON.parse(settled.out)]).toMatchObject([0, { outcome: 'settled', standsAt: null }]);
    const gone = await waymark('retry', '1');
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('Nothing is parked as 1.')]);
  }, 120_000);

  it('passes over one, for a reason', async () => {
    const { eventId } = await parked.park('pm');
    const unexplained = await waymark('skip', eventId);
    expect([unexplained.code, unexplained.err]).toEqual([2, expect.stringContaining('--because')]);
    const skipped = await waymark('skip', eventId.slice(0, 18), '--because', 'Opened by hand.');
    expect([skipped.code, skipped.out]).toEqual([0, expect.stringContaining('Settled')]);
  }, 120_000);
});
