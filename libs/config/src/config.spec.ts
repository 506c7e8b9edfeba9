import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BadConfig, readConfig } from './config.js';
import { packageRoot } from './package-root.js';
import type { Environment } from './secrets.js';

const key = Buffer.alloc(32, 7).toString('base64');

function faultsOf(env: Environment): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof BadConfig) return Object.fromEntries(error.faults);
    throw error;
  }
  return {};
}

describe('the environment', () => {
  it('may be empty: everything has a default that works on one machine', () => {
    expect(readConfig({})).toEqual({
      dataDir: resolve('data'),
      mailFrom: 'waymark@localhost.localdomain',
      publicUrl: 'http://127.0.0.1:3000',
      port: 3000,
      host: '127.0.0.1',
      operationsHost: '127.0.0.1',
      drainSeconds: 0,
      trustedProxies: ['loopback', 'linklocal', 'uniquelocal'],
      production: false,
      procedures: join(packageRoot(), 'procedures'),
      logLevel: 'info',
    });
  });

  it.each([
    ['private', ['loopback', 'linklocal', 'uniquelocal']],
    ['none', []],
    ['203.0.113.7', ['203.0.113.7']],
    [
      'private, 203.0.113.0/24, 2001:db8::/32',
      ['loopback', 'linklocal', 'uniquelocal', '203.0.113.0/24', '2001:db8::/32'],
    ],
  ])('knows which proxies are believed: %s', (given, trusted) => {
    expect(readConfig({ TRUSTED_PROXIES: given }).trustedProxies).toEqual(trusted);
  });

  it.each([
    'everybody',
    '203.0.113',
    '203.0.113.0/33',
    '0.0.0.0/0',
    '::/0',
    '2001:db8::/129',
    'none, private',
    '1.2.3.4,',
  ])('knows that %s is no proxy', (given) => {
    expect(faultsOf({ TRUSTED_PROXIES: given })).toEqual({
      TRUSTED_PROXIES: 'must be private, none, or addresses and networks like 203.0.113.7, 2001:db8::/32',
    });
  });

  it('takes an empty variable as an absent one', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: ' ' })).toEqual(readConfig({}));
  });

  it('is read in full', () => {
    const config = readConfig({
      WAYMARK_DATA: '/srv/waymark',
      DATABASE_URL: 'postgres://service:x@db/waymark',
      DATABASE_OWNER_URL: 'postgresql://owner:x@db/waymark',
      REDIS_URL: 'redis://queue:6379',
      SMTP_URL: 'smtps://mail:465',
      MAIL_FROM: 'ap@trust.example',
      PUBLIC_URL: 'https://ap.trust.example/',
      PORT: '8080',
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      MASTER_KEY: key,
      WAYMARK_PROCEDURES: '/etc/waymark/procedures',
      LOG_LEVEL: 'warn',
      OPERATIONS_PORT: '9464',
      OPERATIONS_HOST: '10.0.0.5',
      DRAIN_SECONDS: '10',
    });
    expect(config).toMatchObject({
      dataDir: '/srv/waymark',
      databaseUrl: 'postgres://service:x@db/waymark',
      databaseOwnerUrl: 'postgresql://owner:x@db/waymark',
      publicUrl: 'https://ap.trust.example',
      port: 8080,
      operationsPort: 9464,
      operationsHost: '10.0.0.5',
      drainSeconds: 10,
      production: true,
      masterKey: Buffer.alloc(32, 7),
    });
  });

  it('keeps metrics off the port of the pages', () => {
    const fault = 'must be another number than PORT: its metrics are not for the public';
    expect(faultsOf({ OPERATIONS_PORT: '3000' })).toEqual({ OPERATIONS_PORT: fault });
    expect(faultsOf({ OPERATIONS_PORT: '0', PORT: '0', DRAIN_SECONDS: '61' })).toEqual({
      DRAIN_SECONDS: 'must be a number from 0 to 60',
    });
  });

  it('names every bad variable at once, and what would be right', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://db',
      REDIS_URL: 'redis://one,two',
      PORT: 'http',
      MASTER_KEY: 'c2hvcnQ=',
      PUBLIC_URL: 'https://trust.example/ap',
      LOG_LEVEL: 'loud',
      MAIL_FROM: 'nobody',
    });
    expect(faults).toEqual({
      DATABASE_URL: 'must be a URL like postgres://user:password@host:5432/waymark',
      REDIS_URL: 'must begin with redis+sentinel:// or redis+cluster:// where it names several hosts',
      PORT: 'must be a number from 0 to 65535',
      MASTER_KEY: 'must be 32 bytes in base64, such as `openssl rand -base64 32` prints',
      PUBLIC_URL: 'must be scheme, host and port only, without a path',
      LOG_LEVEL: 'must be fatal, error, warn, info, debug, trace or silent',
      MAIL_FROM: 'must be an address like waymark@example.org',
    });
    expect(() => readConfig({ PORT: '70000' })).toThrow('PORT must be a number from 0 to 65535');
  });

  it('never repeats a secret in what it says', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://me:hunter2@db' })).not.toThrow('hunter2');
    expect(() => readConfig({ REDIS_URL: 'redis://me:hunter2@one,two?hunter=hunter2' })).not.toThrow('hunter2');
  });

  it('knows that an owner alone is not enough', () => {
    expect(faultsOf({ DATABASE_OWNER_URL: 'postgres://owner@db/waymark' })).toHaveProperty('DATABASE_OWNER_URL');
  });

  it('finds listening everywhere at an address that a link can have', () => {
    expect(readConfig({ HOST: '::', PORT: '81' }).publicUrl).toBe('http://localhost:81');
    expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  });
});

describe('production', () => {
  const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://ap.trust.example' };

  it('refuses a held clock', () => {
    expect(faultsOf({ ...production, WAYMARK_CLOCK_FILE: 'clock' })).toHaveProperty('WAYMARK_CLOCK_FILE');
    expect(readConfig({ WAYMARK_CLOCK_FILE: 'clock' }).clockFile).toBe(resolve('clock'));
  });

  it('wants to know the address that links begin with, and wants it encrypted', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toHaveProperty('PUBLIC_URL');
    expect(faultsOf({ ...production, PUBLIC_URL: 'http://ap.trust.example' })).toHaveProperty('PUBLIC_URL');
    expect(faultsOf({ ...production, PUBLIC_URL: 'http://127.0.0.1:3000' })).toEqual({});
  });

  it('wants a sender where there is a mail server', () => {
    expect(faultsOf({ ...production, SMTP_URL: 'smtp://mail' })).toHaveProperty('MAIL_FROM');
  });
});

describe('a secret in a file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'waymark-config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (text: string): string => {
    writeFileSync(join(folder, 'secret'), text);
    return join(folder, 'secret');
  };

  it('is read without its last line end', () => {
    expect(readConfig({ MASTER_KEY_FILE: file(`${key}\n`) }).masterKey).toEqual(Buffer.alloc(32, 7));
  });

  it('is one of two ways, not both', () => {
    expect(faultsOf({ MASTER_KEY: key, MASTER_KEY_FILE: file(key) })).toHaveProperty('MASTER_KEY_FILE');
  });

  it('is missed when the file is not there, or empty', () => {
    expect(faultsOf({ SMTP_URL_FILE: join(folder, 'none') })['SMTP_URL_FILE']).toContain('ENOENT');
    expect(faultsOf({ SMTP_URL_FILE: file('\n') })).toHaveProperty('SMTP_URL_FILE');
  });
});
