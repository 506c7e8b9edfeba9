import type { Environment } from '#simulation';
import { KurrentProcess } from '../support/kurrentdb/index.js';
import type { Engine } from './the-week.js';

/** A stand-in for KurrentDB of its own for each week, in a process that can be killed. */
export class KurrentForWeek implements Engine {
  private running: KurrentProcess | undefined;

  async begin(): Promise<Environment> {
    this.running = await KurrentProcess.start();
    return { EVENT_STORE_URL: this.running.url };
  }

  async end(): Promise<void> {
    await this.running?.stop();
  }

  get server(): KurrentProcess {
    if (!this.running) throw new Error('The week has not begun.');
    return this.running;
  }
}
