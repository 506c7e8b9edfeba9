import { redisPlace } from '#config';
import { freePort } from '#database';
import { SelfSigned } from '../../../test/support/certificate.js';
import { eventually } from '../../../test/support/eventually.js';
import { RedisServer } from '../../../test/support/index.js';
import { RedisCluster, WatchedRedis } from '../../../test/support/redis-groups.js';
import { judged, lookAtRedis } from './redis-look.js';

describe('a look at the Redis of REDIS_URL', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  async function serve(...args: Parameters<typeof RedisServer.start>): Promise<RedisServer> {
    const server = await RedisServer.start(...args);
    closing.push(() => server.stop());
    return server;
  }
  const troubleAt = (url: string): Promise<string> =>
    lookAtRedis(url).then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  it('tells which it is', async () => {
    const { url, port } = await serve();
    expect(await lookAtRedis(url)).toEqual({
      words: expect.stringMatching(new RegExp(`^Redis at 127\\.0\\.0\\.1:${port} is Redis \\d`)),
      warnings: [],
    });
  });

  it('finds nobody there, or no such host', async () => {
    const port = await freePort();
    expect(await troubleAt(`redis://127.0.0.1:${port}`)).toBe(
      `Nothing answers for Redis at 127.0.0.1:${port}. Start it, or correct REDIS_URL.`,
    );
    expect(await troubleAt('redis://no-such-host.invalid')).toMatch(
      /^No such host is known from here: Redis at no-such-host\.invalid:6379\./,
    );
    expect(await troubleAt(`redis+cluster://127.0.0.1:${port}`)).toMatch(/^Nothing answers for the Redis cluster at/);
    expect(await troubleAt(`redis+sentinel://127.0.0.1:${port}/mymaster`)).toMatch(
      /^Nothing answers for the Redis that the sentinels at 127\.0\.0\.1:\d+ call mymaster\./,
    );
  });

  it('finds the password wrong, or missing, and does not repeat it', async () => {
    const { url, port } = await serve({ lines: () => ['requirepass correct'] });
    const refused = `Redis at 127.0.0.1:${port} does not take our user and password. Correct them in REDIS_URL.`;
    expect(await troubleAt(`redis://:wrong@127.0.0.1:${port}`)).toBe(refused);
    expect(await troubleAt(`redis://someone:wrong@127.0.0.1:${port}`)).toBe(refused);
    expect(await troubleAt(url)).toBe(refused);
    expect(await troubleAt(`redis://:correct@127.0.0.1:${port}`)).toBe('none');
  });

  it('finds a database that is not there', async () => {
    const { url, port } = await serve();
    expect(await troubleAt(`${url}/99`)).toMatch(`Redis at 127.0.0.1:${port} has no database of that number.`);
  });

  it('finds a certificate that nobody vouches for, a file that is not there, and a connection that is not encrypted', async () => {
    const certificate = new SelfSigned();
    closing.push(async () => certificate.remove());
    const { port } = await serve({ lines: (at) => certificate.linesFor(at) });
    expect(await troubleAt(`rediss://127.0.0.1:${port}`)).toMatch(
      /^No encrypted connection to Redis at 127\.0\.0\.1:\d+ comes about \(\w*SELF_SIGNED\w*\)\. Mend its certificate, or name the file/,
    );
    expect(await troubleAt(`rediss://127.0.0.1:${port}?ssl_ca_certs=/nowhere/ca.pem`)).toMatch(
      "REDIS_URL names a file that can't be read (ENOENT): /nowhere/ca.pem.",
    );
    expect(await troubleAt(`redis://127.0.0.1:${port}`)).toMatch(/^Redis at 127\.0\.0\.1:\d+ can't be reached/);
  });

  it('finds a cluster that is taken for one Redis, and the other way round', async () => {
    const cluster = await RedisCluster.start();
    closing.push(() => cluster.stop());
    const [node] = cluster.nodes;
    expect(await troubleAt(cluster.url)).toBe('none');
    expect(await troubleAt(node?.url ?? '')).toMatch(/is a node of a cluster\. Begin REDIS_URL with redis\+cluster:/);
    const single = await serve();
    expect(await troubleAt(single.url.replace('redis:', 'redis+cluster:'))).toMatch(/Begin REDIS_URL with redis:/);
    await cluster.nodes[2]?.goAway();
    await eventually(
      async () => expect(await troubleAt(cluster.url)).toMatch(/is not whole \(cluster_state:fail\)/),
      60_000,
    );
  }, 90_000);

  it('finds a sentinel and a replica that are taken for a master, and a master that no sentinel knows', async () => {
    const watched = await WatchedRedis.start();
    closing.push(() => watched.stop());
    expect(await troubleAt(watched.url)).toBe('none');
    expect(await troubleAt(watched.sentinel.url)).toMatch(/is a sentinel\. Begin REDIS_URL with redis\+sentinel:/);
    expect(await troubleAt(watched.replica.url)).toMatch(/is a replica, which takes no jobs\./);
    expect(await troubleAt(watched.url.replace('mymaster', 'other'))).toMatch(
      /^No sentinel knows the Redis that the sentinels at 127\.0\.0\.1:\d+ call other\./,
    );
  }, 90_000);

  it('finds one that is too old, by what it says of itself', () => {
    const place = redisPlace('redis://queue');
    const old = 'redis_version:6.0.16\r\nredis_mode:standalone\r\nrole:master\r\n';
    expect(() => judged(old, place)).toThrow(
      'Redis at queue:6379 is Redis 6.0.16, which is too old. Install 6.2 or newer there, or Valkey.',
    );
    expect(judged(old.replace('6.0.16', '6.2.0'), place).words).toBe('Redis at queue:6379 is Redis 6.2.0.');
    expect(judged(`${old}valkey_version:8.0.1\r\n`, place).words).toBe('Redis at queue:6379 is Valkey 8.0.1.');
  });
});
