import { jobsContract } from '../../../test/contracts/jobs.contract.js';
import { RedisServer } from '../../../test/support/index.js';
import { RedisCluster } from '../../../test/support/redis-groups.js';

const quoted = (value: unknown): string => JSON.stringify(value);

describe('jobs in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => (server = await RedisServer.start()));
  afterAll(() => server.stop());

  jobsContract({
    queues: () => ({ redisUrl: server.url }),
    bareWorker: () => `{ connection: { port: ${quoted(server.port)} }, prefix: '{waymark}' }`,
  });
});

describe('jobs in a Redis cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => (cluster = await RedisCluster.start()), 60_000);
  afterAll(() => cluster.stop());

  jobsContract({
    queues: () => ({ redisUrl: cluster.url }),
    bareWorker: () => {
      const [node] = cluster.nodes;
      return `{ connection: new (require('ioredis').Cluster)([{ port: ${quoted(node?.port)} }]), prefix: '{waymark}' }`;
    },
  });
});
