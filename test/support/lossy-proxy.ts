import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/**
 * Stands between a client and PostgreSQL and, when told, loses a reply together with the connection, or falls silent: then
 * nothing gets through any more and every line stays open, as when a machine is frozen or has left without a word.
 */
export class LossyProxy {
  private readonly sockets = new Set<Socket>();
  private swallowAfter: string | null = null;
  private silentBefore: string | null = null;
  private silent = false;

  private constructor(
    private readonly server: Server,
    /** The URL of the same database, by way of the proxy. */
    readonly url: string,
  ) {}

  static async before(url: string): Promise<LossyProxy> {
    const target = new pg.Client(url);
    const { host, port } = target;
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const through = new URL(url);
    through.searchParams.delete('host');
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as AddressInfo).port);
    const proxy = new LossyProxy(server, through.href);
    server.on('connection', (client) => {
      proxy.join(client, host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host));
    });
    return proxy;
  }

  /** The next request that holds these words is done by the server, and its reply is lost. */
  loseReplyTo(words: string): void {
    this.swallowAfter = words;
  }

  /** From now on nothing gets through, in neither direction. */
  fallSilent(): void {
    this.silent = true;
  }

  /** The next request that holds these words does not get through, and nothing does after it. */
  fallSilentBefore(words: string): void {
    this.silentBefore = words;
  }

  get isSilent(): boolean {
    return this.silent;
  }

  /** The database can no longer be reached: every line is cut, and no new one is taken. */
  async goAway(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** It can be reached again, where it was. */
  async comeBack(): Promise<void> {
    this.server.listen(Number(new URL(this.url).port), '127.0.0.1');
    await new Promise((resolve) => this.server.once('listening', resolve));
  }

  async close(): Promise<void> {
    if (this.server.listening) await this.goAway();
  }

  private join(client: Socket, server: Socket): void {
    let losing = false;
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (this.silentBefore !== null && bytes.includes(this.silentBefore)) this.silent = true;
      if (this.silent) return;
      if (this.swallowAfter !== null && bytes.includes(this.swallowAfter)) {
        this.swallowAfter = null;
        losing = true;
      }
      server.write(bytes);
    });
    // The server answers after it has committed: what it says now is the reply that gets lost.
    server.on('data', (bytes) => {
      if (losing) client.destroy();
      else if (!this.silent) client.write(bytes);
    });
  }
}
