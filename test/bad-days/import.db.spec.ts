import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { readConfig } from '#config';
import { checkLetterOf } from '#domain';
import { openInstallation, type Installation } from '#installation';
import { pupils } from '#read-models';
import { enterSmallTrust, opening, school } from '../bench/small-trust.js';
import { World } from '#simulation';
import { BadDay, build, type Ended } from './bad-day.js';
import { Held } from './held.js';

const timeoutMs = 240_000;
const rows = 2_000;

/** A long import by the real command, stopped where it has written some of it and stands in the midst of the next part. */
describe('an import that does not come to its end', () => {
  const day = new BadDay();
  const env = { WAYMARK_CLOCK_FILE: `${day.folder}/clock.json` };
  let installation: Installation;
  let ownerUrl: string;
  beforeAll(async () => {
    build();
    const world = await World.open({ ...env, WAYMARK_DATA: day.dataDir, LOG_LEVEL: 'silent' }, opening);
    await enterSmallTrust(world, 1);
    await world.close();
    installation = await openInstallation(readConfig({ ...env, WAYMARK_DATA: day.dataDir, LOG_LEVEL: 'silent' }));
    ({ ownerUrl } = installation.database);
  }, timeoutMs);
  afterAll(async () => {
    await installation?.close();
    await day.end();
  }, timeoutMs);

  /** A file of pupils whose numbers were given in a year. */
  function pupilsFile(year: number): string {
    const file = join(day.folder, `pupils-${year}.csv`);
    const lines = Array.from({ length: rows }, (_, index) => {
      const number = `801${String(4_000 + Math.floor(index / 1_000))}${year}${String(index % 1_000).padStart(3, '0')}`;
      return `${checkLetterOf(` ${number}`)}${number},Given${index},Family${year},01/02/2012,9`;
    });
    writeFileSync(file, `UPN,Given name,Family name,Date of birth,Year group\n${lines.join('\n')}\n`);
    return file;
  }
  const entered = async (): Promise<number> =>
    (await installation.store.readAll(0n, 20_000, { types: ['PupilEntered'] })).length;

  /** Starts an import, and ends it in this way where it has written a part. */
  async function endedInTheMidst(file: string, signal: NodeJS.Signals): Promise<Ended> {
    const before = await entered();
    const importing = day.start(['import', file], env);
    while ((await entered()) === before) await pause(5);
    const held = await Held.log(ownerUrl, { reading: false });
    try {
      await held.somebodyWaits();
      importing.signal(signal);
      if (signal === 'SIGINT') await importing.says(/Completing what has begun/);
    } finally {
      await held.letGo();
    }
    const ended = await importing.ended();
    expect(await entered()).toBeGreaterThan(before);
    expect(await entered()).toBeLessThan(before + rows);
    return ended;
  }
  const shown = async () => (await installation.rows.find(pupils, { schoolId: school })).length;

  it(
    'because of Ctrl-C is whole up to there, says so, and is completed by importing the same file again',
    async () => {
      const file = pupilsFile(23);
      const { code, stderr } = await endedInTheMidst(file, 'SIGINT');
      expect(code).toBe(130);
      expect(stderr).toMatch(
        /Stopped after [\d,]+ of 2,000 rows; they are imported whole\. Import the same files again to go on\./,
      );
      const again = await day.run(['import', file], env);
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(again.stdout).toMatch(/^Imported: [\d,]+ changes from 2,000 rows\.$/m);
      expect(await entered()).toBe(1 + rows);
      expect(await shown()).toBe(1 + rows);
      expect((await day.run(['import', file], env)).stdout).toMatch(/^Nothing was new\.$/m);
    },
    timeoutMs,
  );

  it(
    'because it was killed is completed by importing the same file again',
    async () => {
      const file = pupilsFile(24);
      const before = await entered();
      expect(await endedInTheMidst(file, 'SIGKILL')).toMatchObject({ code: 'SIGKILL' });
      expect(await day.run(['import', file], env)).toMatchObject({ code: 0, stderr: '' });
      expect(await entered()).toBe(before + rows);
      expect(await shown()).toBe(before + rows);
    },
    timeoutMs,
  );

  it(
    'because somebody is entering one of its pupils says so, and is completed once that is settled',
    async () => {
      const file = pupilsFile(25);
      const before = await entered();
      const claimed = readFileSync(file, 'utf8').split('\n')[1_500]?.slice(0, 13);
      await asOwner('INSERT INTO keys.upn VALUES ($1, gen_random_uuid(), now(), false)', claimed);
      const soon = await day.run(['import', file], env);
      expect(soon).toMatchObject({ code: 1, stderr: expect.stringContaining('or try again in two minutes') });
      expect(soon.stderr.split('\n')).toHaveLength(2);

      // Nobody waits for it here.
      await asOwner("UPDATE keys.upn SET claimed_at = claimed_at - interval '2 minutes' WHERE upn = $1", claimed);
      expect(await day.run(['import', file], env)).toMatchObject({ code: 0, stderr: '' });
      expect(await entered()).toBe(before + rows);
    },
    timeoutMs,
  );

  async function asOwner(statement: string, ...values: unknown[]): Promise<void> {
    const owner = new pg.Client(ownerUrl);
    await owner.connect();
    await owner.query(statement, values);
    await owner.end();
  }
});
