import { z } from 'zod';

/** Where a Redis listens, or a sentinel. */
export type RedisAddress = { readonly host: string; readonly port: number };

/** Files for an encrypted connection: what its certificate is checked by, besides what Node trusts, and our own, where it asks for one. */
export type RedisTls = { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };

export type RedisLogin = { readonly username?: string; readonly password?: string };

/** What a `REDIS_URL` names: one Redis, whichever is the master as sentinels see it, or a cluster. */
export type RedisPlace = RedisLogin & {
  /** Absent: the connection is not encrypted. */
  readonly tls?: RedisTls;
} & (
    | { readonly kind: 'single'; readonly address: RedisAddress; readonly db: number }
    | {
        readonly kind: 'sentinel';
        readonly sentinels: readonly RedisAddress[];
        readonly master: string;
        readonly db: number;
        readonly sentinelLogin: RedisLogin;
      }
    | { readonly kind: 'cluster'; readonly nodes: readonly RedisAddress[] }
  );

const example = 'redis://user:password@host:6379';
const parts = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^?#@]*))?(?:\?([^#]*))?$/i;

/** Files, by the names that other clients of Redis know. */
const tlsFiles = { ssl_ca_certs: 'caFile', ssl_certfile: 'certFile', ssl_keyfile: 'keyFile' } as const;
const sentinelNames = ['sentinel_username', 'sentinel_password'] as const;

/**
 * Reads a `REDIS_URL`; `.env.example` shows its forms. A URL with several hosts is none that `URL` could read.
 *
 * @throws {Error} whose message says what it must be, and repeats nothing of it.
 */
export function redisPlace(url: string): RedisPlace {
  const [, scheme = '', form = 'single', login = '', hosts = '', path = '', query = ''] = parts.exec(url) ?? [];
  if (scheme === '') throw new Error(`must be a URL like ${example}; percent-encode what is special in a password`);
  const encrypted = scheme.toLowerCase() === 'rediss';
  const kind = form.toLowerCase();
  const told = parametersIn(query, [
    ...(encrypted ? Object.keys(tlsFiles) : []),
    ...(kind === 'sentinel' ? sentinelNames : []),
  ]);
  const common = { ...loginIn(login), ...(encrypted ? { tls: tlsIn(told) } : {}) };
  const segments = path === '' ? [] : path.split('/').map(decoded);
  switch (kind) {
    case 'cluster':
      if (segments.length > 0)
        throw new Error('must have no path where it names a cluster, which has no numbered databases');
      return { ...common, kind, nodes: addressesIn(hosts, 6379) };
    case 'sentinel': {
      const [master = '', db, ...more] = segments;
      if (master === '' || more.length > 0)
        throw new Error(
          'must name the master where it names sentinels, like redis+sentinel://host:26379,host2:26379/mymaster',
        );
      const sentinelLogin = {
        ...(told.has('sentinel_username') ? { username: told.get('sentinel_username') ?? '' } : {}),
        ...(told.has('sentinel_password') ? { password: told.get('sentinel_password') ?? '' } : {}),
      };
      return { ...common, kind, sentinels: addressesIn(hosts, 26379), master, db: databaseIn(db), sentinelLogin };
    }
    default: {
      const [address, ...others] = addressesIn(hosts, 6379);
      if (!address || others.length > 0)
        throw new Error('must begin with redis+sentinel:// or redis+cluster:// where it names several hosts');
      const [db, ...more] = segments;
      if (more.length > 0) throw new Error(`must be a URL like ${example}/0`);
      return { ...common, kind: 'single', address, db: databaseIn(db) };
    }
  }
}

/** A `REDIS_URL` as it may stand in the environment. */
export const redisUrl = z.string().superRefine((text, ctx) => {
  try {
    redisPlace(text);
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is no URL' });
  }
});

/** Where it is, in words without login and parameters. */
export function redisInWords(place: RedisPlace): string {
  switch (place.kind) {
    case 'single':
      return `Redis at ${inWords([place.address])}`;
    case 'sentinel':
      return `the Redis that the sentinels at ${inWords(place.sentinels)} call ${place.master}`;
    case 'cluster':
      return `the Redis cluster at ${inWords(place.nodes)}`;
  }
}

const inWords = (addresses: readonly RedisAddress[]): string =>
  addresses.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(', ');

function loginIn(text: string): RedisLogin {
  const [username = '', ...rest] = text.split(':');
  const password = rest.join(':');
  return {
    ...(username === '' ? {} : { username: decoded(username) }),
    ...(password === '' ? {} : { password: decoded(password) }),
  };
}

function addressesIn(text: string, usualPort: number): RedisAddress[] {
  return text.split(',').map((each) => {
    const [, six, name, port] = /^(?:\[([\da-f:.]+)\]|([^[\]:\s]+))(?::(\d{1,5}))?$/i.exec(each) ?? [];
    const host = six ?? name;
    if (host === undefined || Number(port ?? usualPort) > 65_535)
      throw new Error(`must name each host like host:${usualPort}, with commas between several`);
    return { host, port: Number(port ?? usualPort) };
  });
}

function databaseIn(text = ''): number {
  if (!/^\d{0,4}$/.test(text)) throw new Error('must end in the number of a database, like /0, or in none');
  return Number(text);
}

function parametersIn(query: string, known: readonly string[]): ReadonlyMap<string, string> {
  const told = new Map(new URLSearchParams(query));
  for (const name of told.keys()) {
    if (!known.includes(name)) throw new Error(refusalOf(name, known));
  }
  return told;
}

function refusalOf(name: string, known: readonly string[]): string {
  if (name in tlsFiles) return `must begin with rediss where it has ${name}`;
  if ((sentinelNames as readonly string[]).includes(name)) return `must begin with redis+sentinel where it has ${name}`;
  const are = known.length === 0 ? 'this form has none' : `this form knows ${known.join(', ')}`;
  return `must have no other parameters than Waymark knows: ${are}`;
}

function tlsIn(told: ReadonlyMap<string, string>): RedisTls {
  const files = Object.entries(tlsFiles).flatMap(([name, file]) => (told.has(name) ? [[file, told.get(name)]] : []));
  const tls = Object.fromEntries(files) as RedisTls;
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined))
    throw new Error('must have ssl_certfile and ssl_keyfile both, or neither');
  return tls;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('must have every % that is no encoding written as %25');
  }
}
