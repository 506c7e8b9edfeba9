import { resolve } from 'node:path';
import { z } from 'zod';
import { eventStoreUrl } from './event-store-url.js';
import { shippedProcedures } from './package-root.js';
import { proxies } from './proxies.js';
import { redisUrl } from './redis-url.js';
import { withSecrets, type Environment } from './secrets.js';

/** A URL of certain schemes; the sentence says what would be right and never repeats the value, which may be secret. */
const url = (schemes: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
    error: `must be a URL like ${example}`,
  });

const postgresUrl = url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/waymark');
const webUrl = url(['http', 'https'], 'https://waymark.example.org').refine((text) => isOrigin(text), {
  error: 'must be scheme, host and port only, without a path',
});

const numberTo = (max: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, { error: `must be a number from 0 to ${max}` })
    .transform(Number)
    .refine((given) => given <= max, { error: `must be a number from 0 to ${max}` });

const variables = z.object({
  WAYMARK_DATA: z.string().default('./data'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  EVENT_STORE_URL: eventStoreUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@host:587').optional(),
  MAIL_FROM: z.email({ error: 'must be an address like waymark@example.org' }).default('waymark@localhost.localdomain'),
  PUBLIC_URL: webUrl.optional(),
  PORT: numberTo(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  OPERATIONS_PORT: numberTo(65_535).optional(),
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  DRAIN_SECONDS: numberTo(60).default(0),
  TRUSTED_PROXIES: proxies,
  NODE_ENV: z.string().default('development'),
  MASTER_KEY: z
    .string()
    .refine(isKey, { error: 'must be 32 bytes in base64, such as `openssl rand -base64 32` prints' })
    .transform((text) => Buffer.from(text, 'base64'))
    .optional(),
  WAYMARK_CLOCK_FILE: z.string().optional(),
  WAYMARK_PROCEDURES: z.string().optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

/** What an installation is told from outside; `.env.example` describes each variable. */
export type Config = {
  /** Where everything that must be backed up lies: an absolute path. */
  readonly dataDir: string;
  /** Absent: PostgreSQL runs embedded, in the data directory. */
  readonly databaseUrl?: string | undefined;
  /** The login that migrates and owns the tables; absent: that of `databaseUrl` does both. */
  readonly databaseOwnerUrl?: string | undefined;
  /** Where KurrentDB keeps the events. Absent: they are kept in PostgreSQL. */
  readonly eventStoreUrl?: string | undefined;
  /** Absent: jobs are kept in PostgreSQL. `redisPlace` reads it. */
  readonly redisUrl?: string | undefined;
  /** Absent: letters go to the mailbox page, and in production nowhere. */
  readonly smtpUrl?: string | undefined;
  readonly mailFrom: string;
  /** The address that links in letters begin with, without a slash at the end. */
  readonly publicUrl: string;
  readonly port: number;
  readonly host: string;
  /** Where health and metrics are served to operators; absent: nowhere but, as far as health goes, beside the pages. */
  readonly operationsPort?: number | undefined;
  readonly operationsHost: string;
  /** For how long the pages are still served after a signal to stop, while `/health/ready` says no. */
  readonly drainSeconds: number;
  /** Who may say for whom a request is made, as Express reads it; nobody where it is empty. */
  readonly trustedProxies: readonly string[];
  readonly production: boolean;
  /** Absent: it is made and kept in a 0600 file beside the data. */
  readonly masterKey?: Buffer | undefined;
  /** A file with an instant, from which the present is read: for simulations only. */
  readonly clockFile?: string | undefined;
  /** The folder of the procedure's editions: an absolute path. */
  readonly procedures: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

/** The environment is not as it must be. The message names every bad variable and what would be right. */
export class BadConfig extends Error {
  constructor(readonly faults: ReadonlyMap<string, string>) {
    super(
      `The environment is not right:\n${[...faults].map(([name, fault]) => `  ${name} ${fault}`).join('\n')}\n` +
        'See .env.example.',
    );
    this.name = 'BadConfig';
  }
}

/**
 * Reads the environment, once, at start.
 *
 * @throws {BadConfig} naming everything that is wrong at once.
 */
export function readConfig(env: Environment): Config {
  const faults = new Map<string, string>();
  const parsed = variables.safeParse(withSecrets(env, faults));
  for (const { path, message } of parsed.error?.issues ?? []) faults.set(String(path[0]), message);
  const given = parsed.data;
  if (given) for (const [name, fault] of faultsTogether(given)) faults.set(name, fault);
  if (!given || faults.size > 0) throw new BadConfig(faults);
  return {
    dataDir: resolve(given.WAYMARK_DATA),
    databaseUrl: given.DATABASE_URL,
    databaseOwnerUrl: given.DATABASE_OWNER_URL,
    eventStoreUrl: given.EVENT_STORE_URL,
    redisUrl: given.REDIS_URL,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    publicUrl:
      given.PUBLIC_URL === undefined ? `http://${inUrl(given.HOST)}:${given.PORT}` : originOf(given.PUBLIC_URL),
    port: given.PORT,
    host: given.HOST,
    operationsPort: given.OPERATIONS_PORT,
    operationsHost: given.OPERATIONS_HOST,
    drainSeconds: given.DRAIN_SECONDS,
    trustedProxies: given.TRUSTED_PROXIES,
    production: given.NODE_ENV === 'production',
    masterKey: given.MASTER_KEY,
    clockFile: given.WAYMARK_CLOCK_FILE === undefined ? undefined : resolve(given.WAYMARK_CLOCK_FILE),
    procedures: given.WAYMARK_PROCEDURES === undefined ? shippedProcedures() : resolve(given.WAYMARK_PROCEDURES),
    logLevel: given.LOG_LEVEL,
  };
}

/** What is wrong only because of another variable. */
function* faultsTogether(given: z.output<typeof variables>): Iterable<[string, string]> {
  if (given.DATABASE_OWNER_URL !== undefined && given.DATABASE_URL === undefined) {
    yield ['DATABASE_OWNER_URL', 'needs DATABASE_URL, the login that the service itself works with'];
  }
  if (given.OPERATIONS_PORT === given.PORT && given.PORT !== 0) {
    yield ['OPERATIONS_PORT', 'must be another number than PORT: its metrics are not for the public'];
  }
  if (given.NODE_ENV !== 'production') return;
  if (given.WAYMARK_CLOCK_FILE !== undefined) {
    yield ['WAYMARK_CLOCK_FILE', 'is for simulations: in production, time is not held'];
  }
  if (given.PUBLIC_URL === undefined) {
    yield ['PUBLIC_URL', 'must be set in production: links in letters begin with it'];
  } else if (!isSafe(given.PUBLIC_URL)) {
    yield ['PUBLIC_URL', 'must be https in production: pages show personal data'];
  }
  if (given.SMTP_URL !== undefined && given.MAIL_FROM.endsWith('@localhost.localdomain')) {
    yield ['MAIL_FROM', 'must be set where SMTP_URL is: letters come from it'];
  }
}

function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === 32;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return true; // Said already.
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && search === '' && hash === '' && username === '';
}

/** Encrypted, or for this machine only. */
function isSafe(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

const originOf = (text: string): string => new URL(text).origin;

/** The host as a link can name it: listening everywhere is not an address, and IPv6 stands in brackets. */
function inUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
