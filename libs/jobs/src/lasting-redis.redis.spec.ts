import { createConnection } from 'node:net';
import { AbstractConnector } from 'ioredis';
import { eventually } from '../../../test/support/eventually.js';
import { RedisServer } from '../../../test/support/index.js';
import { LastingRedis } from './lasting-redis.js';

describe('a client that lasts', () => {
  let server: RedisServer;
  beforeAll(async () => (server = await RedisServer.start()));
  afterAll(() => server.stop());

  /** Fails as the failover detector has it fail: the connection that is being made is broken off, once. */
  const brokenOff = (port: number) => {
    let tries = 0;
    return class extends AbstractConnector {
      constructor() {
        super(1_000);
      }
      connect() {
        tries += 1;
        if (tries === 1) return Promise.reject(new Error('Connection is closed.'));
        return Promise.resolve(createConnection({ port, host: '127.0.0.1' }));
      }
    };
  };

  it('begins again where its connection was broken off while it was made, and so do those made of it', async () => {
    const client = new LastingRedis({ Connector: brokenOff(server.port) });
    client.on('error', () => undefined);
    await eventually(async () => expect(await client.ping()).toBe('PONG'));
    const other = client.duplicate({ Connector: brokenOff(server.port) as never });
    other.on('error', () => undefined);
    await eventually(async () => expect(await other.ping()).toBe('PONG'));
    for (const each of [client, other]) each.disconnect();
  });

  it('is over when it is told to end, in either way', async () => {
    const told = {
      quit: new LastingRedis({ port: server.port }),
      disconnected: new LastingRedis({ port: server.port }),
    };
    await Promise.all(Object.values(told).map((each) => each.ping()));
    await told.quit.quit();
    told.disconnected.disconnect();
    for (const each of Object.values(told)) await eventually(async () => expect(each.status).toBe('end'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(Object.values(told).map(({ status }) => status)).toEqual(['end', 'end']);
  });
});
