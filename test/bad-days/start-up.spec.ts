import { createServer, type AddressInfo } from 'node:net';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BadDay, build } from './bad-day.js';

const timeoutMs = 120_000;

describe('what is told before anything is opened', () => {
  let day: BadDay;
  beforeAll(() => build(), timeoutMs);
  beforeEach(() => (day = new BadDay()));
  afterEach(() => day.end());

  it.each(['start', 'web', 'worker'])(
    'is every wrong value of the environment, by %s',
    async (program) => {
      const wrong = { PORT: 'http', SMTP_URL: 'mail.example', MASTER_KEY: 'secret-and-short', LOG_LEVEL: 'loud' };
      const { code, stderr, stdout } = await day.run([program], wrong);
      expect(code).toBe(1);
      expect(stderr).toBe(
        'The environment is not right:\n' +
          '  SMTP_URL must be a URL like smtp://user:password@host:587\n' +
          '  PORT must be a number from 0 to 65535\n' +
          '  MASTER_KEY must be 32 bytes in base64, such as `openssl rand -base64 32` prints\n' +
          '  LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent\n' +
          'See .env.example.\n',
      );
      expect(stdout).toBe('');
      expect(readdirSync(day.folder)).toEqual([]);
    },
    timeoutMs,
  );

  it.each([
    ['start', 'PORT'],
    ['web', 'PORT'],
    ['start', 'OPERATIONS_PORT'],
    ['web', 'OPERATIONS_PORT'],
    ['worker', 'OPERATIONS_PORT'],
  ])(
    'is a port that somebody else has, by %s: %s',
    async (program, variable) => {
      const other = createServer();
      await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
      const { port } = other.address() as AddressInfo;
      const { code, stderr } = await day.run([program], { [variable]: String(port) });
      await new Promise((closed) => other.close(closed));
      expect(code).toBe(1);
      expect(stderr).toBe(
        `Port ${port} on 127.0.0.1 is taken, by another Waymark or by another program. ` +
          `Stop that one, or set ${variable} to another number.\n`,
      );
      expect(readdirSync(day.folder)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'is a HOST that is no address of this machine',
    async () => {
      const { code, stderr } = await day.run(['start'], { HOST: '192.0.2.1' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^192\.0\.2\.1 is no address of this machine\. Set HOST to one that is, .*\n$/);
    },
    timeoutMs,
  );

  it(
    'is a data directory that is a file',
    async () => {
      const { code, stderr } = await day.run(['start'], { WAYMARK_DATA: process.execPath });
      expect(code).toBe(1);
      expect(stderr).toBe(
        `${process.execPath} is not a folder, and there should be one. Move it away, or set WAYMARK_DATA to another folder.\n`,
      );
    },
    timeoutMs,
  );

  it(
    'is a database that is not there',
    async () => {
      const nobody = 'postgres://waymark:hush@127.0.0.1:1/waymark';
      const { code, stderr } = await day.run(['worker'], { DATABASE_URL: nobody });
      expect(code).toBe(1);
      expect(stderr).toBe('No PostgreSQL answers at 127.0.0.1:1. Start it there, or correct DATABASE_URL.\n');
      expect(existsSync(join(day.dataDir))).toBe(false);
    },
    timeoutMs,
  );
});
