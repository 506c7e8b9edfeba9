import { Redis, type RedisOptions } from 'ioredis';

const againAfterMs = 50;
/** Replies come as they come by themselves; to name it would be another type of client. */
export type LastingOptions = Omit<RedisOptions, 'replyMapping'>;

/**
 * A client that ends when it is told to, and never by itself.
 *
 * ioredis ends a client for good where the sentinels tell of a new master just while it asks them who that is: its failover
 * detector then breaks off the very connection that is being made. Such an end is begun anew. The connections that BullMQ
 * makes of a client are of the same kind.
 */
export class LastingRedis extends Redis {
  private isOver = false;

  constructor(own: LastingOptions) {
    super(own);
    this.duplicate = ((override) => new LastingRedis({ ...this.options, ...override })) as Redis['duplicate'];
    this.on('end', () => {
      if (!this.isOver) setTimeout(() => this.begin(), againAfterMs).unref();
    });
  }

  override connect(callback?: Parameters<Redis['connect']>[0]): Promise<void> {
    this.isOver = false;
    return super.connect(callback);
  }

  override disconnect(reconnect = false): void {
    this.isOver ||= !reconnect;
    super.disconnect(reconnect);
  }

  override sendCommand(...sent: Parameters<Redis['sendCommand']>): unknown {
    this.isOver ||= sent[0].name === 'quit';
    return super.sendCommand(...sent);
  }

  private begin(): void {
    // What goes wrong is told by its event `error`, and by another end.
    if (!this.isOver && this.status === 'end') this.connect().catch(() => undefined);
  }
}
