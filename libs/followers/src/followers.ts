import { setMaxListeners } from 'node:events';
import type { Pool } from 'pg';
import type { AnyProjection, Journal } from '#event-sourcing';
import { noMeter, type Meter } from '#metrics';
import type { RowSealer } from '#sealing';
import { Checkpoints, type FollowerKind } from './checkpoints.js';
import type { CustomFollower, Report } from './follower.js';
import { Following } from './following.js';
import { Lease } from './lease.js';
import { Loop, type Turning } from './loop.js';
import { projector } from './projector.js';
import { Reactor, type AnyProcess, type SendCommand } from './reactor.js';
import { ReactorStore } from './reactor-store.js';
import { reactorsStarted } from './reactors-started.js';
import { makeTables } from './read-tables.js';
import { Tail } from './tail.js';

/** What a process follows. Any number of processes may follow the same: each event still counts once. */
export type FollowerSet = {
  readonly projections?: readonly AnyProjection[];
  readonly custom?: readonly CustomFollower[];
  readonly processes?: readonly AnyProcess[];
  /** Carries out the processes' commands. */
  readonly send?: SendCommand;
};

export type FollowersDeps = {
  /** At least two connections, kept for followers: each batch holds one. */
  readonly pool: Pool;
  readonly journal: Journal;
  readonly sealer: RowSealer;
  readonly report: Report;
  /** Told how many events each follower has come on by. */
  readonly meter?: Meter;
};

const beatEveryMs = 4_000;

/** Runs followers in this process from `start` to `stop`. */
export class Followers {
  private readonly checkpoints: Checkpoints;
  private readonly tail: Tail;
  private readonly loops: Loop[] = [];
  private readonly reactors: Reactor[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private beating: NodeJS.Timeout | undefined;

  constructor(
    private readonly set: FollowerSet,
    private readonly deps: FollowersDeps,
  ) {
    this.checkpoints = new Checkpoints(deps.pool);
    this.tail = new Tail(deps.journal);
  }

  /** Makes the tables and checkpoints that are missing, and begins to follow. */
  async start(): Promise<void> {
    const { projections = [], custom = [], processes = [], send } = this.set;
    const { pool, sealer, report } = this.deps;
    await makeTables(pool, projections);
    for (const projection of projections) await this.follow(projector(projection, sealer, report), 'projector');
    for (const follower of custom) await this.follow(follower, 'custom');
    if (processes.length > 0) {
      if (!send) throw new Error('Processes give commands, and there is nobody to carry them out.');
      await this.react(processes, send);
    }
    assertNamesDiffer(this.loops);
    const { signal } = this.stopping;
    // Every loop listens for the end, and every wait in it: so many listeners are no leak.
    setMaxListeners(0, signal);
    this.running = Promise.all(this.loops.map((loop) => loop.run(signal)));
    this.beating = setInterval(() => void this.beat(), beatEveryMs);
    this.beating.unref();
  }

  /** Finishes the batches that are under way, gives back what it holds, and returns. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.beating);
    await this.running;
    // Without the database the leases end by themselves.
    await Promise.all(this.reactors.map((reactor) => reactor.release().catch(() => undefined)));
  }

  /** Forgets what has been opened, because a key has been destroyed. */
  forgetOpened(): void {
    this.tail.forgetOpened();
  }

  /** The names of those that this process follows with; empty before `start`. */
  get names(): readonly string[] {
    return this.loops.map(({ turning }) => turning.name);
  }

  private async follow(follower: CustomFollower, kind: FollowerKind): Promise<void> {
    await this.checkpoints.make(follower.name, kind, 0n);
    const { pool, meter = noMeter } = this.deps;
    this.loop(new Following(follower, pool, this.checkpoints, this.tail, meter));
  }

  private async react(processes: readonly AnyProcess[], send: SendCommand): Promise<void> {
    const { pool, journal, report, meter = noMeter } = this.deps;
    const { checkpoints, tail } = this;
    const started = await reactorsStarted(
      journal,
      processes.map(({ name }) => name),
    );
    for (const process of processes) {
      const { name } = process;
      await checkpoints.make(name, 'reactor', started.get(name) ?? 0n);
      const lease = new Lease(pool, name);
      const store = new ReactorStore(pool, name);
      const reactor = new Reactor(process, { pool, checkpoints, tail, journal, lease, store, send, report, meter });
      this.reactors.push(reactor);
      this.loop(reactor);
    }
  }

  private loop(turning: Turning): void {
    this.loops.push(new Loop(turning, this.deps.report));
  }

  private async beat(): Promise<void> {
    // One that hangs in a batch does not come around, and so its heart stops, as it should.
    const alive = this.loops.filter(({ turnedAtMs }) => performance.now() - turnedAtMs < beatEveryMs);
    await this.checkpoints.beat(alive.map(({ turning }) => turning.name)).catch(() => undefined);
  }
}

function assertNamesDiffer(loops: readonly Loop[]): void {
  const names = loops.map(({ turning }) => turning.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two followers are called ${twice}: rename one.`);
}
