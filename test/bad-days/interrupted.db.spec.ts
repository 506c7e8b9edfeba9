import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { untilQuiet, World } from '#simulation';
import { enterSmallTrust, opening } from '../bench/small-trust.js';
import { BadDay, build, type Ended, type Running } from './bad-day.js';
import { Held } from './held.js';

const timeoutMs = 180_000;

/** Ctrl-C while a command is in the middle of its work: it stands still there until the test has pressed the keys. */
describe('Ctrl-C', () => {
  const day = new BadDay();
  const env = { WAYMARK_CLOCK_FILE: `${day.folder}/clock.json` };
  const backups = join(day.folder, 'backups');
  let world: World;
  beforeAll(async () => {
    build();
    mkdirSync(backups);
    world = await World.open({ ...env, WAYMARK_DATA: day.dataDir, LOG_LEVEL: 'silent' }, opening);
    await enterSmallTrust(world, 2);
    const { waymark } = await day.serve(env);
    await untilQuiet(world);
    waymark.signal('SIGTERM');
    await waymark.ended();
  }, timeoutMs);
  afterAll(async () => {
    await world?.close();
    await day.end();
  }, timeoutMs);

  const stopping = /Completing what has begun, then stopping\. Ctrl-C again stops at once\.\n/;
  async function inTheMiddle(command: readonly string[], then: (running: Running, held: Held) => Promise<void>) {
    const held = await Held.log(world.installation.database.ownerUrl, { reading: true });
    try {
      const running = day.start(command, env);
      await held.somebodyWaits();
      await then(running, held);
      return await running.ended();
    } finally {
      await held.letGo();
    }
  }
  const pressedOnce = (command: readonly string[]): Promise<Ended> =>
    inTheMiddle(command, async (running, held) => {
      running.signal('SIGINT');
      await running.says(stopping);
      await held.letGo();
    });
  const pressedTwice = (command: readonly string[]): Promise<Ended> =>
    inTheMiddle(command, async (running) => {
      running.signal('SIGINT');
      await running.says(stopping);
      running.signal('SIGINT');
      await running.ended(); // Nothing has been let go.
    });
  const tables = async (): Promise<string[]> => {
    const { rows } = await world.installation.database
      .pool('test')
      .query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'reads' ORDER BY 1");
    return rows.map(({ name }) => name);
  };

  it(
    'in a backup leaves no file, and the next one is whole',
    async () => {
      const { code, stdout, stderr } = await pressedOnce(['backup', backups]);
      expect(stderr).toMatch(/\nNo backup was written, and nothing of it was left behind\.\n$/);
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(readdirSync(backups)).toEqual([]);
      expect(await day.run(['backup', backups], env)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('It was read again and is whole.'),
      });
    },
    timeoutMs,
  );

  it(
    'in a rebuild leaves what is read as it was, and no table of its own',
    async () => {
      expect(await day.run(['rebuild', 'schools', 'placements'], env)).toMatchObject({ code: 0 });
      const before = await tables();
      const { code, stderr } = await pressedOnce(['rebuild', 'schools', 'placements']);
      expect(stderr).toMatch(
        /\nStopped after 0 of 2 read models; what was built of the next has been dropped\. Nothing that is read has changed\. Run it again to begin anew\.\n$/,
      );
      expect(code).toBe(130);
      expect(await tables()).toEqual(before);
      expect(await day.run(['rebuild', 'schools', 'placements'], env)).toMatchObject({ code: 0 });
    },
    timeoutMs,
  );

  it(
    'a second time ends the command at once, and what it leaves is in nobody’s way',
    async () => {
      for (const command of [
        ['backup', backups],
        ['rebuild', 'schools'],
      ]) {
        expect(await pressedTwice(command)).toMatchObject({ code: 130, stdout: '' });
        expect(await day.run(command, env)).toMatchObject({ code: 0 });
      }
    },
    timeoutMs,
  );
});
