import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Cluster, Redis } from 'ioredis';
import type { RedisPlace, RedisTls } from '#config';
import { LastingRedis, type LastingOptions as Options } from './lasting-redis.js';

export type RedisClient = Redis | Cluster;

/**
 * What a connection is for. `asking` fails at once while Redis is away: whoever adds a job must not hang, and what they
 * would add is found by the next sweep. `working` waits for it, as BullMQ wants of a worker, which has only a few
 * commands on their way and adds none while it waits.
 */
export type RedisUse = 'asking' | 'working';

const connectWithinMs = 10_000;
/** An answer takes no longer, even where a worker waits for its next job, which it does for ten seconds at most. */
const answerWithinMs: Record<RedisUse, number> = { asking: 5_000, working: 15_000 };
const againAtFirstMs = 50;
const againAtLastMs = 2_000;

/** For ever: a Redis that comes back is noticed within two seconds. */
const again = (attempt: number): number => Math.min(againAtFirstMs * 2 ** Math.min(attempt - 1, 10), againAtLastMs);

/** A client of whatever a URL names, which connects by itself, and again whenever the connection is lost. */
export function redisClient(place: RedisPlace, use: RedisUse): RedisClient {
  const options: Options = {
    ...loginOf(place),
    // Data must come while we wait for an answer: a machine that has fallen off the network closes no connection.
    socketTimeout: answerWithinMs[use],
    ...(use === 'asking'
      ? { commandTimeout: answerWithinMs[use], maxRetriesPerRequest: 0 }
      : { maxRetriesPerRequest: null }),
    // Whoever was the master has become a replica: look for the new one.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
  };
  const enableOfflineQueue = use === 'working';
  switch (place.kind) {
    case 'single':
      return new LastingRedis({ ...options, ...place.address, db: place.db, enableOfflineQueue, retryStrategy: again });
    case 'sentinel':
      return new LastingRedis({
        ...options,
        ...throughSentinels(place),
        enableOfflineQueue,
        retryStrategy: again,
        sentinelRetryStrategy: again,
      });
    case 'cluster':
      return new Cluster([...place.nodes], {
        redisOptions: options,
        enableOfflineQueue,
        clusterRetryStrategy: again,
        // By its name, because a certificate is for a name.
        dnsLookup: (host, done) => done(null, host),
      });
  }
}

/** A client that connects once, when told to, and gives up: to look whether a Redis can be used. */
export function triedOnce(place: Exclude<RedisPlace, { kind: 'cluster' }>): Redis {
  const target = place.kind === 'single' ? { ...place.address, db: place.db } : throughSentinels(place);
  return new Redis({
    ...loginOf(place),
    ...target,
    lazyConnect: true,
    commandTimeout: connectWithinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
  });
}

function loginOf({ username, password, tls }: RedisPlace): Options {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls: filesOf(tls) }),
    connectionName: 'waymark',
    connectTimeout: connectWithinMs,
  };
}

function throughSentinels({
  sentinels,
  master,
  db,
  sentinelLogin,
  tls,
}: Extract<RedisPlace, { kind: 'sentinel' }>): Options {
  const { username, password } = sentinelLogin;
  return {
    sentinels: [...sentinels],
    name: master,
    db,
    sentinelCommandTimeout: connectWithinMs,
    // A master that is no longer one may keep its connections: the sentinels tell.
    failoverDetector: true,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(tls === undefined ? {} : { enableTLSForSentinelMode: true, sentinelTLS: filesOf(tls) }),
  };
}

/** @throws {Error} of the file system, when a file can't be read. */
const filesOf = ({ caFile, certFile, keyFile }: RedisTls): ConnectionOptions => ({
  ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
  ...(certFile === undefined ? {} : { cert: readFileSync(certFile) }),
  ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
});
