import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '#config';
import { Readiness } from '#health';
import { createLogger } from '#logging';
import { noMeter, type Meter } from '#metrics';
import { startOperationsServer, type OperationsServer } from './operations-server.js';
import { PrometheusMeter } from './prometheus.js';
import { aboutProcess } from './readings/parts.js';
import type { Reading } from './readings/reading.js';

export type OperationsConfig = Pick<Config, 'operationsPort' | 'operationsHost' | 'drainSeconds' | 'logLevel'>;

/**
 * What every program that serves has for operators: whether it is ready, and, where a port is set for that, health and
 * metrics. It is the first to open and the last to close, so that a program which starts or stops for long says so.
 */
export class Operations {
  /** To which the parts of the program add what they can't do without. */
  readonly readiness = new Readiness();
  /** Counts what happens, where anybody can ask for it. */
  readonly meter: Meter;
  private reading: Reading = async () => [];
  private server: OperationsServer | null = null;

  private constructor(private readonly config: OperationsConfig) {
    this.meter = config.operationsPort === undefined ? noMeter : new PrometheusMeter();
  }

  /** Opens the port, where one is set. @throws what the operating system says, such as EADDRINUSE. */
  static async open(config: OperationsConfig): Promise<Operations> {
    const operations = new Operations(config);
    await operations.listen();
    return operations;
  }

  private async listen(): Promise<void> {
    const { meter, readiness } = this;
    const { operationsPort: port, operationsHost: host, logLevel } = this.config;
    if (port === undefined || !(meter instanceof PrometheusMeter)) return;
    const log = createLogger('operations', logLevel);
    const metrics = async () => meter.expose([aboutProcess(), ...(await this.reading())]);
    this.server = await startOperationsServer({ host, port, readiness, metrics, log });
    log.info({ host, port: this.server.port }, 'Health and metrics are served to operators.');
  }

  /** Where operators ask; null where no port is set. */
  get url(): string | null {
    if (!this.server) return null;
    const { operationsHost: host } = this.config;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.server.port}`;
  }

  /** The program is open: metrics tell from now on what this reads as well. */
  opened(reading: Reading): void {
    this.reading = reading;
    this.readiness.opened();
  }

  /** Says that the process is not ready any more, and waits for as long as a load balancer may take to notice. */
  async drain(): Promise<void> {
    this.readiness.stop();
    await sleep(this.config.drainSeconds * 1_000);
  }

  async close(): Promise<void> {
    await this.server?.close();
  }
}
