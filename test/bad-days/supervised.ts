import { setTimeout as pause } from 'node:timers/promises';
import type { BadDay, Running, Variables } from './bad-day.js';

/** A program that is started again whenever it has ended, as a service manager does; nobody does anything by hand. */
export class Supervised {
  private stopping = false;
  private current: Running;
  private readonly watching: Promise<void>;

  private constructor(
    private readonly day: BadDay,
    private readonly command: readonly string[],
    private readonly env: Variables,
  ) {
    this.current = day.start(command, env);
    this.watching = this.watch();
  }

  /** Starts it, and waits until it says that it is ready. */
  static async start(day: BadDay, command: readonly string[], env: Variables, ready: RegExp): Promise<Supervised> {
    const supervised = new Supervised(day, command, env);
    await supervised.current.says(ready);
    return supervised;
  }

  /** Kills it as a power cut would. */
  kill(): Promise<void> {
    return this.current.kill();
  }

  /** Lets it stand still for so long, as a machine does that has no memory left, and then go on as if nothing had been. */
  async freeze(forMs: number): Promise<void> {
    const frozen = this.current;
    frozen.signal('SIGSTOP');
    await pause(forMs);
    frozen.signal('SIGCONT');
  }

  /** Ends it in order, and says with which code it ended. */
  async stop(): Promise<number | NodeJS.Signals> {
    this.stopping = true;
    this.current.signal('SIGTERM');
    await this.watching;
    return (await this.current.ended()).code;
  }

  private async watch(): Promise<void> {
    for (;;) {
      await this.current.ended();
      if (this.stopping) return;
      this.current = this.day.start(this.command, this.env);
    }
  }
}
