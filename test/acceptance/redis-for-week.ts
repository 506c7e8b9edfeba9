import type { Environment } from '#simulation';
import { RedisServer } from '../support/index.js';
import type { Engine } from './the-week.js';

/** A Redis of its own for each week, which keeps nothing. */
export class RedisForWeek implements Engine {
  private running: RedisServer | undefined;

  async begin(): Promise<Environment> {
    this.running = await RedisServer.start();
    return { REDIS_URL: this.running.url };
  }

  async end(): Promise<void> {
    await this.running?.stop();
  }

  get server(): RedisServer {
    if (!this.running) throw new Error('The week has not begun.');
    return this.running;
  }
}
