import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#config';
import { Database } from '#database';
import { erased, newId } from '#event-sourcing';
import { allMigrations, openInstallation, type Installation } from '#installation';
import { subjectIdOf, enterSmallTrust, opening } from '../bench/small-trust.js';
import { World } from '#simulation';
import { BadDay, build, type Ended } from './bad-day.js';
import { Held } from './held.js';
import { flawsOf } from './served-trust.js';

const timeoutMs = 240_000;
const nothing = '--nothing-destroyed-since';

/** What `backup --json` and `restore --json` print. */
type Told = { path: string; head: string; sections: Record<string, { count: number; sha256: string }> };

/** The commands as they are given, on embedded databases: from what runs and what is stopped, into an empty folder. */
describe('a backup by the command, and its restore', () => {
  const day = new BadDay();
  const home = day.dataDir;
  const env = { WAYMARK_CLOCK_FILE: `${day.folder}/clock.json` };
  const backups = join(day.folder, 'backups');
  let written: Told;
  beforeAll(async () => {
    build();
    const world = await World.open({ ...env, WAYMARK_DATA: home, LOG_LEVEL: 'silent' }, opening);
    await enterSmallTrust(world, 3);
    await world.close();
    expect(day.serverPid()).toBeNull();
    written = told(await day.run(['backup', backups, '--json'], env));
  }, timeoutMs);
  afterAll(() => day.end(), timeoutMs);

  const told = ({ code, stdout, stderr }: Ended): Told => {
    expect({ code, stderr: stderr.replace(/^Note: .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Told;
  };
  /** A folder with the master key in it and nothing else. */
  function emptyPlace(name: string, key: string | null = readFileSync(join(home, 'master.key'), 'utf8')): string {
    const place = day.make(name, 0o755);
    if (key !== null) writeFileSync(join(place, 'master.key'), key, { mode: 0o600 });
    return place;
  }
  const restore = (place: string, file: string, ...options: string[]) =>
    day.run(['restore', file, ...options], { ...env, WAYMARK_DATA: place });
  async function look<T>(dataDir: string, at: (installation: Installation) => Promise<T>): Promise<T> {
    const config = readConfig({ ...env, WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent' });
    const installation = await openInstallation(config);
    try {
      return await at(installation);
    } finally {
      await installation.close();
    }
  }
  const logOf = ({ store }: Installation) => store.readAll(0n, 10_000);

  it(
    'is the same whether it is made from what is stopped or from what runs, and restores the same installation',
    async () => {
      const { waymark } = await day.serve(env);
      const running = told(await day.run(['backup', backups, '--json'], env));
      waymark.signal('SIGTERM');
      expect(await waymark.ended()).toMatchObject({ code: 0 });
      // Only what the start itself has noted comes on top.
      expect(Number(running.head)).toBeGreaterThanOrEqual(Number(written.head));

      const place = emptyPlace('restored');
      const { code, stdout } = await restore(place, running.path, nothing);
      expect(stdout).toMatch(/^Restored \d+ events .*\nRead again, all of it is equal to the backup of /);
      expect(code).toBe(0);
      const before = (await look(home, logOf)).filter(({ position }) => position <= BigInt(running.head));
      const after = await look(place, logOf);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.slice(before.length).map(({ type }) => type)).toEqual(['InstallationRestored']);

      // It is served, its rows are those of its log, and what it is backed up to is what it was restored from.
      const serving = await day.serve({ ...env, WAYMARK_DATA: place });
      while (!(await fetch(`${serving.url}/health/ready`)).ok) await new Promise((later) => setTimeout(later, 50));
      const again = told(await day.run(['backup', backups, '--json'], { ...env, WAYMARK_DATA: place }));
      expect([again.sections['keys'], again.sections['accounts']]).toEqual([
        running.sections['keys'],
        running.sections['accounts'],
      ]);
      serving.waymark.signal('SIGTERM');
      await serving.waymark.ended();
      const world = await World.open({ ...env, WAYMARK_DATA: place, LOG_LEVEL: 'silent' }, opening);
      expect(await flawsOf(world)).toEqual([]);
      await world.close();
    },
    timeoutMs,
  );

  it(
    'is refused without the master key, and with another one, before anything is made',
    async () => {
      const without = await restore(emptyPlace('no-key', null), written.path, nothing);
      expect(without.stderr).toMatch(/^.*master key.*no-key\/master\.key.*\n$/);
      const wrong = await restore(
        emptyPlace('wrong-key', Buffer.alloc(32, 7).toString('base64')),
        written.path,
        nothing,
      );
      expect(wrong.stderr).toMatch(
        /^The master key \(.*wrong-key\/master\.key\) is not the one under which .*\.backup was sealed\. Put the right one there\.\n$/,
      );
      expect([without.code, wrong.code]).toEqual([1, 1]);
      for (const place of ['no-key', 'wrong-key']) expect(existsSync(join(day.folder, place, 'postgres'))).toBe(false);
    },
    timeoutMs,
  );

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 300)],
    ['altered', (bytes: Buffer) => bytes.map((byte, at) => (at === bytes.length - 300 ? byte ^ 4 : byte))],
    ['empty', () => Buffer.alloc(0)],
  ])(
    'that is %s is refused, in a sentence, before anything is made',
    async (how, damage) => {
      const file = join(day.folder, 'waymark-2026-01-01T000000000Z.backup');
      writeFileSync(file, damage(readFileSync(written.path)));
      const place = emptyPlace(`for the one that is ${how}`);
      for (const ended of [await day.run(['backup', '--check', file]), await restore(place, file, nothing)]) {
        expect(ended.stderr).toMatch(/^.*waymark-2026-01-01T000000000Z\.backup.*\.\n$/);
        expect(ended).toMatchObject({ code: 1, stdout: '' });
      }
      expect(readdirSync(place)).toEqual(['master.key']);
      expect((await day.run(['backup', '--check', written.path])).stdout).toMatch(/is whole: \d+ events/);
    },
    timeoutMs,
  );

  it(
    'leaves nothing on a disk that is full, and says what to do',
    async () => {
      const disk = day.smallDisk(1, join(day.folder, 'disk'));
      disk.fill();
      const { code, stderr } = await day.run(['backup', disk.folder], env);
      expect(stderr).toMatch(
        /^No backup was written to .*: the disk is full\. Make room, or name a folder on another disk\.\n$/m,
      );
      expect(code).toBe(1);
      expect(readdirSync(disk.folder)).toEqual(['ballast']);
      disk.free();
      expect(await day.run(['backup', disk.folder], env)).toMatchObject({ code: 0 });
    },
    timeoutMs,
  );

  it(
    'that is killed while it is restored leaves a place in which nobody begins anew, and is restored by the same command',
    async () => {
      const place = emptyPlace('killed');
      await inTheMiddle(place, async (running, held) => {
        await running.kill();
        await held.letGo();
      });
      const { code, stderr } = await day.run(['start'], { WAYMARK_DATA: place });
      expect(stderr).toMatch(/^A backup is being restored here, .* give it again: waymark restore FILE\n$/);
      expect(code).toBe(1);
      const restored = await restore(place, written.path, nothing, '--json');
      expect(told(restored).sections).toEqual(written.sections);
      await day.serve({ ...env, WAYMARK_DATA: place });
    },
    timeoutMs,
  );

  it(
    'that Ctrl-C breaks off leaves the place as empty as it was',
    async () => {
      const place = emptyPlace('interrupted');
      await inTheMiddle(place, async (running, held) => {
        running.signal('SIGINT');
        await running.says(/Completing what has begun, then stopping\. Ctrl-C again stops at once\./);
        await held.letGo();
        const { code, stderr } = await running.ended();
        expect(stderr).toMatch(/Nothing was restored: the place is as empty as it was\. Run it again\.\n$/);
        expect(code).toBe(130);
      });
      expect(told(await restore(place, written.path, nothing, '--json')).sections).toEqual(written.sections);
    },
    timeoutMs,
  );

  /** A restore that stands still where it has loaded keys and accounts, and adds the first events. */
  async function inTheMiddle(
    place: string,
    then: (running: ReturnType<BadDay['start']>, held: Held) => Promise<void>,
  ): Promise<void> {
    const database = await Database.open({ dataDir: place }, allMigrations);
    const held = await Held.log(database.ownerUrl, { reading: false });
    try {
      const running = day.start(['restore', written.path, nothing], { ...env, WAYMARK_DATA: place });
      await held.somebodyWaits();
      await then(running, held);
    } finally {
      await held.letGo();
      await database.close();
    }
  }

  it(
    'brings no key back that was destroyed since, and asks where that is noted',
    async () => {
      const subjectId = subjectIdOf(0);
      await look(home, (installation) =>
        installation.destruction.destroyKey(subjectId, 'Kept for long enough.', {
          actor: { kind: 'system', id: 'test', roles: [] },
          correlationId: newId(),
          via: 'job',
        }),
      );
      const place = emptyPlace('destroyed');
      const elsewhere = join(day.make('elsewhere', 0o700), 'waymark-2026-01-01T000000000Z.backup');
      copyFileSync(written.path, elsewhere);
      const asked = await restore(place, elsewhere);
      expect(asked.stderr).toMatch(
        /^Nothing says whose keys were destroyed after .*--destroyed FILE.*--nothing-destroyed-since\.\n$/,
      );
      expect(asked.code).toBe(1);
      const { code, stdout } = await restore(place, elsewhere, '--destroyed', join(home, 'destroyed-keys.jsonl'));
      expect(stdout).toMatch(/^1 key was destroyed since, and not restored\.$/m);
      expect(code).toBe(0);
      const nameOf = (installation: Installation, index: number) =>
        installation.journal.read(`pupil-${subjectIdOf(index)}`).then(([entered]) => entered?.data['givenName']);
      expect(await look(place, (there) => nameOf(there, 0))).toBe(erased);
      expect(await look(place, (there) => nameOf(there, 1))).toBe('Given1');
    },
    timeoutMs,
  );
});
