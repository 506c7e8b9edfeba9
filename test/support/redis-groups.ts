import { Redis } from 'ioredis';
import { freePort } from '#database';
import { eventually } from './eventually.js';
import { RedisServer } from './redis-server.js';

const hashSlots = 16_384;

/** A cluster of three masters. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const nodes: RedisServer[] = [];
    const buses: number[] = [];
    for (let node = 0; node < 3; node += 1) {
      // The port by which nodes talk is usually a fixed distance away, where somebody else may be.
      const bus = await freePort();
      const lines = () => ['cluster-enabled yes', `cluster-port ${bus}`, 'cluster-node-timeout 2000'];
      nodes.push(await RedisServer.start({ lines }));
      buses.push(bus);
    }
    const cluster = new RedisCluster(nodes);
    await cluster.form(buses);
    return cluster;
  }

  get url(): string {
    return `redis+cluster://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop();
  }

  private async form(buses: readonly number[]): Promise<void> {
    const clients = this.nodes.map(({ url }) => new Redis(url));
    const share = Math.ceil(hashSlots / clients.length);
    for (const [index, client] of clients.entries()) {
      const last = Math.min((index + 1) * share, hashSlots) - 1;
      await client.cluster('ADDSLOTSRANGE', index * share, last);
      for (const [other, { port }] of this.nodes.entries()) {
        if (other !== index) await client.call('CLUSTER', 'MEET', '127.0.0.1', port, buses[other] ?? 0);
      }
    }
    await eventually(async () => {
      for (const client of clients) {
        const said = await client.cluster('INFO');
        if (!/cluster_state:ok/.test(said) || !/cluster_known_nodes:3/.test(said)) throw new Error(said);
      }
    }, 30_000);
    for (const client of clients) client.disconnect();
  }
}

/** A master with a replica, and a sentinel that makes the replica the master when it has not heard of the master for half a second. */
export class WatchedRedis {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    readonly sentinel: RedisServer,
  ) {}

  static async start(): Promise<WatchedRedis> {
    const master = await RedisServer.start();
    const replica = await RedisServer.start({
      lines: () => [`replicaof 127.0.0.1 ${master.port}`, 'repl-diskless-sync-delay 0'],
    });
    const client = new Redis(master.url);
    await eventually(async () => {
      const said = await client.info('replication');
      if (!/state=online/.test(said)) throw new Error(said);
    }, 30_000);
    client.disconnect();
    const watch = [
      `sentinel monitor mymaster 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds mymaster 500',
      'sentinel failover-timeout mymaster 5000',
    ];
    return new WatchedRedis(master, replica, await RedisServer.start({ lines: () => watch, sentinel: true }));
  }

  /** The sentinel first, then what it calls the master. */
  get url(): string {
    return `redis+sentinel://127.0.0.1:${this.sentinel.port}/mymaster`;
  }

  async stop(): Promise<void> {
    for (const server of [this.sentinel, this.replica, this.master]) await server.stop();
  }
}
