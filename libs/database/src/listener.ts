import { setTimeout as sleep } from 'node:timers/promises';
import pg, { escapeIdentifier } from 'pg';

type OnNotice = (payload: string) => void;

/** One connection that hears all channels of a process and comes back when it breaks. */
export class Listener {
  private readonly channels = new Map<string, Set<OnNotice>>();
  private readonly closed = new AbortController();
  private connection: Promise<pg.Client> | undefined;

  constructor(private readonly url: string) {}

  async listen(channel: string, onNotice: OnNotice): Promise<() => Promise<void>> {
    if (this.closed.signal.aborted) throw new Error('The database has been closed.');
    const there = this.channels.get(channel);
    if (there) there.add(onNotice);
    else this.channels.set(channel, new Set([onNotice]));
    const client = await this.connected();
    // Saying it twice does no harm, and the connection may be older than the channel.
    await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    return async () => {
      const hearers = this.channels.get(channel);
      hearers?.delete(onNotice);
      if (hearers?.size !== 0) return;
      this.channels.delete(channel);
      await (await this.connection)?.query(`UNLISTEN ${escapeIdentifier(channel)}`).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.closed.abort();
    const client = await this.connection?.catch(() => undefined);
    await client?.end();
  }

  private connected(): Promise<pg.Client> {
    this.connection ??= this.connect().catch((error: unknown) => {
      this.connection = undefined;
      throw error;
    });
    return this.connection;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'waymark listening',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    client.on('error', () => undefined); // 'end' follows, and is where we come back.
    await client.connect();
    for (const channel of this.channels.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    client.on('end', () => {
      this.connection = undefined;
      void this.comeBack();
    });
    return client;
  }

  private async comeBack(): Promise<void> {
    const { signal } = this.closed;
    for (let waitMs = 50; !signal.aborted; waitMs = Math.min(waitMs * 2, 2_000)) {
      try {
        await this.connected();
        for (const channel of this.channels.keys()) this.tell(channel, '');
        return;
      } catch {
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private tell(channel: string, payload: string): void {
    for (const onNotice of this.channels.get(channel) ?? []) onNotice(payload);
  }
}
