import { createServer, type AddressInfo } from 'node:net';
import { chmodSync, existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '#doctor';
import { freePort } from '#database';
import { collect, valueOf } from '../operations/collecting.js';
import { BadDay, build, type Variables } from './bad-day.js';

const timeoutMs = 180_000;

/** `waymark doctor`, from an empty folder to an installation that is broken in several ways. */
describe('the doctor', () => {
  const day = new BadDay();
  beforeAll(() => build(), timeoutMs);
  afterAll(() => day.end(), timeoutMs);

  async function ask(env: Variables = {}, expected = 0): Promise<readonly Finding[]> {
    const { code, stdout, stderr } = await day.run(['doctor', '--json'], env);
    expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
    return (JSON.parse(stdout) as { findings: Finding[] }).findings;
  }
  const about = (findings: readonly Finding[], name: string) => findings.filter((each) => each.name === name);
  const masterKey = join(day.dataDir, 'master.key');

  it(
    'finds nothing wrong where nothing is yet, and makes nothing',
    async () => {
      const findings = await ask();
      expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect(about(findings, 'data directory')[0]?.sentence).toContain('the first start makes it');
      expect(readdirSync(day.folder)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'names every wrong variable, and looks no further',
    async () => {
      const findings = await ask({ PORT: 'http', SMTP_URL: 'mail' }, 1);
      expect(about(findings, 'environment').map(({ sentence }) => sentence)).toEqual([
        'SMTP_URL must be a URL like smtp://user:password@host:587.',
        'PORT must be a number from 0 to 65535.',
      ]);
      expect(findings).toHaveLength(3);
    },
    timeoutMs,
  );

  it(
    'sees a running installation, who is there and that all is in order, and leaves it running',
    async () => {
      const operationsPort = String(await freePort());
      const { waymark, url } = await day.serve({ OPERATIONS_PORT: operationsPort });
      const pid = day.serverPid();
      const operations = `http://127.0.0.1:${operationsPort}`;
      while (!isFinite(valueOf(await collect(operations), 'waymark_sweep_lag_seconds') ?? Infinity)) await pause(100);
      const findings = await ask({ PORT: new URL(url).port, OPERATIONS_PORT: operationsPort });
      expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
      const sentences = findings.map(({ name, sentence }) => `${name}: ${sentence}`).join('\n');
      expect(sentences).toMatch(/database: The embedded PostgreSQL 18 runs as process \d+\./);
      expect(sentences).toMatch(/who is there: On the embedded database: process \d+, start\./);
      expect(sentences).toMatch(/master key: .*for its owner alone \(0600\), and is the one of this database\./);
      expect(sentences).toContain('logins: waymark_owner owns the tables of events; waymark_service works with them.');
      expect(sentences).toContain('tables: The tables are those of this version.');
      expect(sentences).toContain('clock: This machine and the database tell the same time.');
      expect(sentences).toMatch(/followers: \d+ followers have heard everything, and nothing is parked\./);
      expect(sentences).toMatch(/sweeps: What is due was last looked for at \S+; 1 worker is at work\./);
      expect(sentences).toMatch(/^port: Waymark answers on port \d+/m);
      expect(sentences).toContain(`operations port: Waymark answers on port ${operationsPort} on 127.0.0.1.`);
      expect(day.serverPid()).toBe(pid);

      await waymark.kill();
      const left = await ask();
      expect(about(left, 'who is there')).toEqual([
        expect.objectContaining({ state: 'warning', sentence: expect.stringContaining('a crash has left it') }),
      ]);
      expect(day.serverPid()).toBe(pid);
    },
    timeoutMs,
  );

  it(
    'does not start what is stopped, and says what it did not look at',
    async () => {
      const { waymark } = await day.serve();
      waymark.signal('SIGTERM');
      await waymark.ended();
      const findings = await ask();
      expect(about(findings, 'database')[0]?.sentence).toMatch(/does not run, and is not started for this/);
      expect(about(findings, 'master key')[0]?.sentence).toMatch(
        /Whether it is the one of the database was not looked at/,
      );
      expect(day.serverPid()).toBeNull();
    },
    timeoutMs,
  );

  it(
    'tells of everything that is broken at once, each with what to do, and never a secret',
    async () => {
      const other = createServer((socket) => socket.destroy());
      await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
      const port = String((other.address() as AddressInfo).port);
      chmodSync(masterKey, 0o644);
      const env = {
        PORT: port,
        SMTP_URL: `smtp://postmaster:hush-hush@127.0.0.1:${port}`,
        MAIL_FROM: 'waymark@school.example',
        REDIS_URL: 'redis://:hush-hush@127.0.0.1:1',
        DATABASE_URL: 'postgres://waymark:hush-hush@127.0.0.1:1/waymark',
        WAYMARK_PROCEDURES: day.make('no-procedures', 0o755),
      };
      const findings = await ask(env, 1);
      await new Promise((closed) => other.close(closed));
      chmodSync(masterKey, 0o600);
      const wrong = findings.filter(({ state }) => state === 'broken');
      expect(wrong.map(({ name }) => name).sort()).toEqual([
        'Redis',
        'database',
        'mail server',
        'master key',
        'port',
        'procedure',
      ]);
      for (const { mend } of wrong) expect(mend).toMatch(/\w/);
      expect(about(findings, 'master key')[0]?.sentence).toBe(
        `Others can read the master key. Run: chmod 600 ${masterKey}`,
      );
      expect(about(findings, 'port')[0]?.sentence).toMatch(/is taken by another program/);
      expect(JSON.stringify(findings)).not.toContain('hush-hush');
    },
    timeoutMs,
  );

  it(
    'knows a master key that is missing or another one, and says it in words to people',
    async () => {
      const { waymark } = await day.serve();
      const away = join(day.folder, 'away');
      renameSync(masterKey, away);
      expect(about(await ask({}, 1), 'master key')[0]).toMatchObject({
        state: 'broken',
        mend: `Put its backup back at ${masterKey}, or set MASTER_KEY.`,
      });
      writeFileSync(masterKey, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
      const { code, stdout } = await day.run(['doctor']);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /BROKEN {3}master key: .*is not the one that this database was sealed under\.\n {11}Put the/,
      );
      expect(stdout).toMatch(/\d+ in order, 0 to look at, 1 broken\.\n$/);
      renameSync(away, masterKey);
      waymark.signal('SIGTERM');
      expect((await waymark.ended()).code).toBe(0);
      expect(existsSync(masterKey)).toBe(true);
    },
    timeoutMs,
  );
});
