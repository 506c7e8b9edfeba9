import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '#event-sourcing';
import { Rebuild } from '#followers';
import { allProjections } from '#read-models';
import { environmentOf, type Environment } from '../environment.js';
import { MailServer } from '../mail-server.js';
import { postOf } from '../post.js';
import { startProcess, type Program } from '../program.js';
import { World } from '../world.js';
import { beforeTheWeek, enterTrust, liveThroughWeek, type Life } from './live.js';
import { observe } from './observe.js';
import type { Outcome } from './table.js';

export type LivedWeekOptions = {
  /** An empty database, as the service and as its owner. */
  readonly serviceUrl: string;
  readonly ownerUrl: string;
  /** The command line of Waymark, without the command: node and a file. */
  readonly waymark: readonly string[];
  readonly workers?: number;
  /** Further variables for the processes. */
  readonly further?: Environment;
  /** Called with all that the processes say. */
  readonly onSaid?: (words: string) => void;
};

/**
 * A trust of its own with everything real around it: the pages and the workers as processes, a mail server, a clock that
 * they all read. The week can be lived through in it, more than once, with trouble on the way.
 */
export class LivedWeek {
  private readonly workers: Program[] = [];

  private constructor(
    private opened: World,
    readonly mail: MailServer,
    private readonly waymark: readonly string[],
    private variables: Environment,
    private web: Program,
    private readonly onSaid: LivedWeekOptions['onSaid'],
  ) {}

  get world(): World {
    return this.opened;
  }

  get env(): Environment {
    return this.variables;
  }

  static async begin(options: LivedWeekOptions): Promise<LivedWeek> {
    const { serviceUrl, ownerUrl, waymark, workers = 1, further = {}, onSaid } = options;
    const folder = mkdtempSync(join(tmpdir(), 'waymark-week-'));
    const mail = await MailServer.start();
    const env = { ...(await environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl: mail.url })), ...further };
    const world = await World.open({ ...env, LOG_LEVEL: 'warn' }, beforeTheWeek);
    const web = await startProcess([...waymark, 'web'], /are being served/, env, onSaid);
    const week = new LivedWeek(world, mail, waymark, env, web, onSaid);
    for (let count = 0; count < workers; count += 1) await week.startWorker();
    return week;
  }

  /** Enters the trust and lives through the week. The second time, all of it has happened before. */
  async live(onMoment?: Life['onMoment'], until?: Instant): Promise<void> {
    this.world.moveTo(beforeTheWeek);
    await enterTrust(this.world);
    await this.liveOn({ ...(onMoment ? { onMoment } : {}), ...(until === undefined ? {} : { until }) });
  }

  /** Lives on from the present moment. */
  async liveOn(more: Pick<Life, 'onMoment' | 'until'> = {}): Promise<void> {
    const { world, mail } = this;
    await liveThroughWeek({ world, web: world.config.publicUrl, post: postOf(mail), ...more });
  }

  /** Stops all programs, does something meanwhile, and starts a web and a worker again with further variables. */
  async startAgainWith(further: Environment, meanwhile: () => Promise<void>): Promise<void> {
    const at = this.world.now();
    await Promise.all([this.web, ...this.workers.splice(0)].map((program) => program.stop()));
    await this.world.close();
    await meanwhile();
    this.variables = { ...this.env, ...further };
    this.opened = await World.open({ ...this.env, LOG_LEVEL: 'warn' }, at);
    this.web = await startProcess([...this.waymark, 'web'], /are being served/, this.env, this.onSaid);
    await this.startWorker();
  }

  /** Ends one worker as a power cut would, and starts another. */
  async killWorker(): Promise<void> {
    await this.workers.shift()?.kill();
    await this.startWorker();
  }

  outcome(): Promise<Outcome> {
    return observe(this.world.installation.rows);
  }

  /** Where the rows that are read differ from rows made anew from all events. */
  async differencesFromRebuild(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const projection of allProjections) {
      const rebuild = new Rebuild(projection, this.world.installation.rebuilding);
      await rebuild.build();
      const differences = await rebuild.differences();
      found.push(...differences.map(({ rowId, since }) => `${projection.name} ${rowId} since ${since}`));
      await rebuild.discard();
    }
    return found;
  }

  async end(): Promise<void> {
    await Promise.all([this.web, ...this.workers].map((program) => program.stop()));
    await this.world.close();
    await this.mail.stop();
    rmSync(this.world.config.dataDir, { recursive: true, force: true });
  }

  private async startWorker(): Promise<void> {
    this.workers.push(await startProcess([...this.waymark, 'worker'], /worker has started/, this.env, this.onSaid));
  }
}
