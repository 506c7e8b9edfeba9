import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadDay, build, isAlive, type Running, type Variables } from './bad-day.js';

const timeoutMs = 180_000;

/** One installation on an embedded database, and what can have happened to it before it is started. */
describe('a data directory', () => {
  const day = new BadDay();
  let waymark: Running | undefined;
  beforeAll(async () => {
    build();
    await serve();
    await stop();
  }, timeoutMs);
  afterEach(() => stop(), timeoutMs);
  afterAll(() => day.end(), timeoutMs);

  async function serve(env: Variables = {}): Promise<string> {
    const serving = await day.serve(env);
    ({ waymark } = serving);
    return serving.url;
  }
  async function stop(): Promise<void> {
    waymark?.signal('SIGINT');
    const ended = await waymark?.ended();
    if (ended && !['SIGKILL', 0].includes(ended.code)) throw new Error(`It ended with ${ended.code}.\n${ended.stderr}`);
    waymark = undefined;
  }
  const refused = async (env: Variables = {}): Promise<string> => {
    const { code, stderr } = await day.run(['start'], env);
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  };
  const masterKey = join(day.dataDir, 'master.key');

  it(
    'is left with nothing running when Waymark stops',
    async () => {
      await serve();
      const pid = day.serverPid();
      expect(pid).not.toBeNull();
      await stop();
      expect(isAlive(pid ?? 0)).toBe(false);
      expect(day.serverPid()).toBeNull();
    },
    timeoutMs,
  );

  it(
    'that is in use is not worked on by another',
    async () => {
      await serve();
      const running = day.serverPid();
      expect(await refused()).toMatch(
        /^Another Waymark \(process \d+, start\) already works as web on .*\. Stop it first, or set WAYMARK_DATA to another folder\./,
      );
      expect(day.serverPid()).toBe(running);
    },
    timeoutMs,
  );

  it(
    'is taken up where a killed Waymark left its PostgreSQL running',
    async () => {
      await serve();
      const running = day.serverPid();
      await waymark?.kill();
      expect(day.serverPid()).toBe(running);
      const url = await serve();
      expect(day.serverPid()).toBe(running);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'is taken up where everything was killed, and a stale pid file tells of a server that is gone',
    async () => {
      await serve();
      const running = day.serverPid() ?? 0;
      await waymark?.kill();
      process.kill(running, 'SIGKILL');
      while (isAlive(running)) await new Promise((later) => setTimeout(later, 20));
      expect(existsSync(join(day.home(), 'data', 'postmaster.pid'))).toBe(true);
      await serve();
      expect(day.serverPid()).not.toBe(running);
    },
    timeoutMs,
  );

  it(
    'is served whatever LANG is',
    async () => {
      const bare = new BadDay();
      try {
        // An empty locale would give a database in SQL_ASCII, which is refused at start.
        const { waymark: first } = await bare.serve({ LANG: undefined, LC_ALL: undefined });
        first.signal('SIGTERM');
        expect(await first.ended()).toMatchObject({ code: 0 });
        const { waymark: second } = await bare.serve({ LANG: 'xx_XX.nonsense', LC_ALL: 'C' });
        second.signal('SIGTERM');
        expect(await second.ended()).toMatchObject({ code: 0, stderr: '' });
      } finally {
        await bare.end();
      }
    },
    timeoutMs,
  );

  it(
    'may lie in a clone that only its owner can open',
    async () => {
      const closed = new BadDay();
      try {
        chmodSync(closed.folder, 0o700);
        const { waymark: own } = await closed.serve({ WAYMARK_DATA: join(closed.make('clone', 0o700), 'data') });
        own.signal('SIGTERM');
        expect(await own.ended()).toMatchObject({ code: 0 });
        expect(statSync(join(closed.folder, 'clone')).mode & 0o777).toBe(0o700);
        closed.home(join(closed.folder, 'clone', 'data'));
      } finally {
        await closed.end();
      }
    },
    timeoutMs,
  );

  it(
    'of another major version is refused, with the way to move',
    async () => {
      const version = join(day.home(), 'data', 'PG_VERSION');
      const before = readFileSync(version);
      writeFileSync(version, '15\n');
      expect(await refused()).toMatch(
        /was written by PostgreSQL 15, and this version of Waymark brings PostgreSQL \d+\. Make a backup .*waymark backup.*waymark restore FILE/,
      );
      rmSync(version);
      expect(await refused()).toMatch(/is not whole: .*PG_VERSION.*waymark restore FILE/);
      writeFileSync(version, before);
      await serve();
    },
    timeoutMs,
  );

  it(
    'without its master key is refused, and told where the backup of it goes',
    async () => {
      const away = join(day.folder, 'the backup of the key');
      renameSync(masterKey, away);
      expect(await refused()).toMatch(
        /master key is missing\. Put its backup back at .*master\.key, or set MASTER_KEY/,
      );
      expect(existsSync(masterKey)).toBe(false);
      expect(day.serverPid()).toBeNull();
      renameSync(away, masterKey);
      await serve();
    },
    timeoutMs,
  );

  it(
    'with another master key is refused, from the file and from the environment',
    async () => {
      const right = readFileSync(masterKey);
      const wrong = Buffer.alloc(32, 7).toString('base64');
      expect(await refused({ MASTER_KEY: wrong })).toMatch(
        /^The master key \(MASTER_KEY\) is not the one that this database was sealed under\./,
      );
      writeFileSync(masterKey, `${wrong}\n`, { mode: 0o600 });
      expect(await refused()).toMatch(/master\.key\) is not the one that this database was sealed under\./);
      writeFileSync(masterKey, 'half a key\n', { mode: 0o600 });
      expect(await refused()).toMatch(/holds no master key, .*Put the backup of it back\./);
      writeFileSync(masterKey, right, { mode: 0o600 });
      await serve();
    },
    timeoutMs,
  );

  it(
    'is served by the key of the environment, and a key that is given twice is refused',
    async () => {
      const key = readFileSync(masterKey, 'utf8').trim();
      const file = join(day.folder, 'secret');
      writeFileSync(file, key);
      expect(await refused({ MASTER_KEY: key, MASTER_KEY_FILE: file })).toContain(
        'MASTER_KEY_FILE is set beside MASTER_KEY: set one of the two',
      );
      expect(await refused({ MASTER_KEY_FILE: join(day.folder, 'nowhere') })).toMatch(
        /MASTER_KEY_FILE names a file that can't be read \(ENOENT\): .*nowhere/,
      );
      await serve({ MASTER_KEY_FILE: file });
    },
    timeoutMs,
  );

  it(
    'whose master key others can read is refused, with the command that mends it',
    async () => {
      chmodSync(masterKey, 0o640);
      expect(await refused()).toBe(`Others can read the master key. Run: chmod 600 ${masterKey}\n`);
      chmodSync(masterKey, 0o600);
      await serve();
    },
    timeoutMs,
  );
});
