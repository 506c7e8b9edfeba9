import { NeedsLaterVersion } from '#event-sourcing';
import { jobNames, jobTable, type JobName, type Payload } from './job-table.js';

/** Does the jobs of one name. Doing a job twice, or two of one id at once, must do no more than doing it once. */
export interface JobHandler<N extends JobName> {
  readonly job: N;
  /** The signal says that the process is stopping: what can't be done within moments is left for the next sweep. */
  handle(payload: Payload<N>, signal: AbortSignal): Promise<void>;
}

export type AnyJobHandler = { [N in JobName]: JobHandler<N> }[JobName];

/** A job of which this version does not know the name, or what it carries: a worker of a later version may. */
export class UnknownJob extends NeedsLaterVersion {
  constructor(name: string) {
    super(`This version of Waymark does not know the job ${name}, or what it carries.`);
    this.name = 'UnknownJob';
  }
}

/** One job of a queue, ready to be done. */
export type Work = (name: string, data: unknown, signal: AbortSignal) => Promise<void>;

/** The one handler of each name. @throws {Error} when a job has none, or two: a job must never wait for nobody. */
export function workOf(handlers: readonly AnyJobHandler[]): Work {
  const byName = new Map<string, AnyJobHandler>();
  for (const handler of handlers) {
    if (!(handler.job in jobTable)) throw new Error(`There is no job called ${handler.job}.`);
    if (byName.has(handler.job)) throw new Error(`Two handlers do ${handler.job}: remove one.`);
    byName.set(handler.job, handler);
  }
  const missing = jobNames.filter((name) => !byName.has(name));
  if (missing.length > 0) throw new Error(`No handler does ${missing.join(', ')}: write one.`);

  return async (name, data, signal) => {
    const handler = byName.get(name);
    if (!handler) throw new UnknownJob(name);
    const carried = jobTable[handler.job].payload.safeParse(data);
    if (!carried.success) throw new UnknownJob(name);
    // The handler was found by the name whose payload this is.
    await handler.handle(carried.data as never, signal);
  };
}
