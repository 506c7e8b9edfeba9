import { isFarAhead, sweeps, type ClockKeeping, type Jobs, type Sweep } from '#jobs';
import { newId, type Clock, type Id, type Instant } from '#event-sourcing';
import { withoutPersonalData, type Logger } from '#logging';
import { correlated } from '#tracing';

export type WatchdogParts = {
  readonly workerId: Id;
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly keeping: ClockKeeping;
  /** Puts missing schedulers back, and says which. */
  readonly keepTimetable: () => Promise<readonly string[]>;
  readonly log: Logger;
};

/** A sweep that has not been heard of for so long has lost its tick. */
const missedAfterMs = 90_000;

/**
 * A plain timer that trusts no queue. Once a minute it gives a sign of life, puts back what is missing of the timetable and
 * adds the tick of a sweep that has not run: a queue that was emptied, or a scheduler that stopped, costs a minute or two.
 */
export class Watchdog {
  private readonly startedAt: Instant;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: WatchdogParts,
    private readonly everyMs = 60_000,
  ) {
    this.startedAt = parts.clock.now();
  }

  /** Gives a first sign of life, sees to the timetable, and begins to look once a minute. */
  async start(): Promise<void> {
    await this.tend();
    this.timer = setInterval(() => void (this.looking = correlated(newId(), () => this.look())), this.everyMs);
    // Work in hand keeps the process alive; waiting to look again need not.
    this.timer.unref();
  }

  /** Looks once. It throws nothing: whatever is wrong now is looked at again in a minute. */
  async look(): Promise<void> {
    try {
      await this.tend();
      for (const sweep of sweeps) await this.prompt(sweep, this.parts.clock.now());
    } catch (error) {
      this.parts.log.error(withoutPersonalData(error), 'The watchdog could not look.');
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.parts.keeping.left(this.parts.workerId).catch(() => undefined);
  }

  private async tend(): Promise<void> {
    const { workerId, clock, keeping, log } = this.parts;
    await keeping.beat({ workerId, startedAt: this.startedAt, beatAt: clock.now() });
    const put = await this.parts.keepTimetable();
    if (put.length > 0) log.info({ put }, 'Jobs were missing from the timetable and have been put in place.');
  }

  private async prompt(sweep: Sweep, now: Instant): Promise<void> {
    const sweptTo = await this.parts.keeping.sweptTo(sweep);
    const isKnown = sweptTo !== null && !isFarAhead(sweptTo, now);
    if (isKnown && Date.parse(now) - Date.parse(sweptTo) < missedAfterMs) return;
    this.parts.log.warn({ sweep, sweptTo }, 'A sweep is overdue and has been asked for.');
    await this.parts.jobs.add(sweep, { at: now });
  }
}
