import { redisInWords, redisPlace, type RedisPlace } from '#config';

/** A Redis can't be used as it is named, or as it is. The message says what is wrong and what to do, and no secret. */
export class RedisUnusable extends Error {
  override readonly name = 'RedisUnusable';
  constructor(
    readonly sentence: string,
    readonly mend: string,
    cause?: unknown,
  ) {
    super(`${sentence} ${mend}`, { cause });
  }
}

export type RedisLook = {
  /** Which Redis it is, in words. */
  readonly words: string;
  /** What is not as it should be, though it works. */
  readonly warnings: readonly { readonly sentence: string; readonly mend: string }[];
};

/**
 * Looks at what a URL names: whether it answers, lets us in and can keep our jobs. It changes nothing.
 *
 * @throws {RedisUnusable} when it can't.
 */
export async function lookAtRedis(url: string): Promise<RedisLook> {
  const place = redisPlace(url);
  if (place.kind !== 'cluster') return judged(await asked(place, place), place);
  return judged(await askedFirst(place), place);
}

/** What the first node says that answers. */
async function askedFirst(place: Extract<RedisPlace, { kind: 'cluster' }>): Promise<string> {
  let trouble: unknown;
  for (const address of place.nodes) {
    try {
      return await asked({ ...place, kind: 'single', address, db: 0 }, place);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

/** What a Redis says of itself, as lines; a node of a cluster says how the cluster is as well. */
async function asked(target: Exclude<RedisPlace, { kind: 'cluster' }>, place: RedisPlace): Promise<string> {
  let last: unknown;
  try {
    const { triedOnce } = await import('./redis-client.js');
    const redis = triedOnce(target);
    redis.on('error', (error) => (last = error));
    try {
      await redis.connect();
      // A database that is not there keeps the client from nothing: it would work in another one.
      if (last !== undefined) throw last;
      const info = await redis.info();
      return /^redis_mode:cluster/m.test(info) ? `${info}\n${await redis.cluster('INFO')}` : info;
    } finally {
      redis.disconnect();
    }
  } catch (error) {
    // What the connection met says more than that it was closed.
    throw unreachable(last ?? error, place);
  }
}

const oldest = [6, 2] as const;

/** What its own words say about a Redis. @throws {RedisUnusable} when it can't keep our jobs. */
export function judged(info: string, place: RedisPlace): RedisLook {
  const said = new Map(
    info.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  const where = sentenceBegin(place);
  const mode = said.get('redis_mode');
  if (mode === 'sentinel') {
    throw new RedisUnusable(
      `${where} is a sentinel.`,
      'Begin REDIS_URL with redis+sentinel://, and end it in the name of the master.',
    );
  }
  if (place.kind !== 'cluster' && mode === 'cluster') {
    throw new RedisUnusable(`${where} is a node of a cluster.`, 'Begin REDIS_URL with redis+cluster://.');
  }
  if (place.kind === 'cluster' && mode !== 'cluster') {
    throw new RedisUnusable(`${where} is none: a single Redis answers.`, 'Begin REDIS_URL with redis://.');
  }
  if (place.kind === 'cluster' && said.get('cluster_state') !== 'ok') {
    throw new RedisUnusable(
      `${where} is not whole (cluster_state:${said.get('cluster_state') ?? 'unknown'}).`,
      'Bring the missing nodes back: redis-cli --cluster check tells which.',
    );
  }
  if (place.kind === 'single' && said.get('role') === 'slave') {
    throw new RedisUnusable(
      `${where} is a replica, which takes no jobs.`,
      'Name its master in REDIS_URL, or the sentinels.',
    );
  }
  const [kind, version] = versionIn(said);
  if (kind === 'Redis' && isOlder(version, oldest)) {
    throw new RedisUnusable(
      `${where} is Redis ${version}, which is too old.`,
      `Install ${oldest.join('.')} or newer there, or Valkey.`,
    );
  }
  const policy = said.get('maxmemory_policy') ?? 'noeviction';
  const warnings =
    policy === 'noeviction'
      ? []
      : [
          {
            sentence: `${where} throws keys away when its memory is full (maxmemory-policy ${policy}), and with them parts of jobs.`,
            mend: 'Set maxmemory-policy noeviction there.',
          },
        ];
  return { words: `${where} is ${kind} ${version}.`, warnings };
}

function versionIn(said: ReadonlyMap<string, string>): [kind: string, version: string] {
  const valkey = said.get('valkey_version');
  return valkey === undefined ? ['Redis', said.get('redis_version') ?? 'of no known version'] : ['Valkey', valkey];
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [itsMajor = 0, itsMinor = 0] = version.split('.').map(Number);
  return itsMajor < major || (itsMajor === major && itsMinor < minor);
}

const sentenceBegin = (place: RedisPlace): string => {
  const words = redisInWords(place);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const correct = 'correct REDIS_URL.';

function unreachable(error: unknown, place: RedisPlace): RedisUnusable {
  const where = redisInWords(place);
  const begin = sentenceBegin(place);
  const { code = '', path } = error as NodeJS.ErrnoException;
  const words = `${code} ${error instanceof Error ? error.message : String(error)}`.trim();
  const because = (sentence: string, mend: string) => new RedisUnusable(sentence, mend, error);
  if (path !== undefined && place.tls !== undefined) {
    return because(`REDIS_URL names a file that can't be read (${code}): ${path}.`, `Put it there, or ${correct}`);
  }
  if (/WRONGPASS|NOAUTH|invalid (username-)?password/i.test(words)) {
    return because(`${begin} does not take our user and password.`, `Correct them in REDIS_URL.`);
  }
  if (/NOPERM/.test(words)) {
    return because(
      `${begin} does not let our user work with it.`,
      'Give it all commands on the keys {waymark}:* there.',
    );
  }
  if (/CERT|SIGNED|SIGNATURE|ISSUER|SSL|TLS/.test(code)) {
    return because(
      `No encrypted connection to ${where} comes about (${code}).`,
      'Mend its certificate, or name the file of the authority that it is from: ?ssl_ca_certs=… in REDIS_URL.',
    );
  }
  if (/No such master|^All sentinels (?!.*Last error)/.test(words)) {
    return because(
      `No sentinel knows ${where}.`,
      "Correct the name of the master in REDIS_URL, or the sentinels' settings.",
    );
  }
  if (/ECONNREFUSED|ENOENT|Last error: Connection is closed/.test(words)) {
    return because(`Nothing answers for ${where}.`, `Start it, or ${correct}`);
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(words)) {
    return because(`No such host is known from here: ${where}.`, `See to the name service, or ${correct}`);
  }
  if (/DB index|invalid DB/i.test(words)) {
    return because(`${begin} has no database of that number.`, 'Correct the number at the end of REDIS_URL.');
  }
  return because(`${begin} can't be reached (${words}).`, `See to the network and its firewalls, or ${correct}`);
}
