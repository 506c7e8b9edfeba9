import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { accountKeeper } from '#accounts';
import { Send } from '#commands';
import { heldForMs } from '#database';
import { allProcesses } from '#domain';
import { WakeKeeper, Wakes } from '#duties';
import { newId } from '#event-sourcing';
import type { Readiness } from '#health';
import { addParts, openEditions, type Installation } from '#installation';
import { ClockKeeping, Jobs, keepTimetable, sweeps } from '#jobs';
import { createLogger, NestLogger, withoutPersonalData, type Logger } from '#logging';
import type { Editions } from '#procedure';
import { allProjections } from '#read-models';
import { directoryFollower } from '#sealing';
import { correlated } from '#tracing';
import { CatchingUp } from './catching-up.js';
import { handlersIn } from './jobs/index.js';
import { carryNewLetters } from './letter-carrier.js';
import { promptSweeps } from './sweep-prompter.js';
import { timetable } from './timetable.js';
import { Watchdog } from './watchdog.js';
import { WorkerModule } from './worker.module.js';

export type WorkerOptions = {
  /** Whether time passes by itself: the timetable, the sweeps at start, the watchdog. A simulation adds ticks of its own. */
  readonly keepsTime?: boolean;
  /** How often the watchdog looks. */
  readonly watchEveryMs?: number;
  /** For how long a killed worker's job is still taken for running. */
  readonly lockDurationMs?: number;
  /** How long closing waits for the jobs that are running before it tells them to stop. */
  readonly drainMs?: number;
  /** That of the process, to which the worker adds what it needs. */
  readonly readiness?: Readiness;
};

export type RunningWorker = {
  readonly jobs: Jobs;
  readonly editions: Editions;
  /** Finishes what is in hand within seconds. The installation stays open: whoever opened it closes it. */
  close(): Promise<void>;
};

/** Everything that happens without a request: followers, timetable, jobs. Any number of workers may run at once. */
export async function startWorker(installation: Installation, options: WorkerOptions = {}): Promise<RunningWorker> {
  const { config, clock, database, meter, store } = installation;
  const log = createLogger('worker', config.logLevel);
  const { keepsTime = true, watchEveryMs, lockDurationMs, drainMs, readiness } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };

  try {
    const editions = await openEditions(installation);
    const pool = database.pool('clock', { idleInTransactionTimeoutMs: heldForMs });
    const jobs = await Jobs.open({
      pool,
      queues: config.redisUrl === undefined ? { postgresUrl: database.serviceUrl } : { redisUrl: config.redisUrl },
      log,
      meter,
      ...(lockDurationMs === undefined ? {} : { lockDurationMs }),
      ...(drainMs === undefined ? {} : { drainMs }),
    });
    closers.push(() => jobs.close());

    const app = await NestFactory.createApplicationContext(WorkerModule.of({ installation, editions, jobs }), {
      logger: new NestLogger(log),
      abortOnError: false,
    });
    closers.push(() => app.close());

    const send = app.get(Send);
    const keeper = app.get(WakeKeeper);
    const followers = installation.followers({
      projections: allProjections,
      custom: [directoryFollower, accountKeeper(installation.masterKey), keeper],
      processes: allProcesses,
      send: (command, meta) => send.send(command, meta),
    });
    await followers.start();
    closers.push(() => followers.stop());

    const stopping = new AbortController();
    const { signal } = stopping;
    const catchingUp = new CatchingUp(installation, followers.names);
    if (readiness) addChecks(readiness, installation, jobs, catchingUp);
    const prompting = { store, progress: installation.progress, keeper, wakes: app.get(Wakes), clock, jobs };
    const hearing = Promise.all([
      untilStopped(() => carryNewLetters(store, jobs, signal), signal, log),
      untilStopped(() => promptSweeps(prompting, signal), signal, log),
      catchingUp.watch(signal),
    ]);
    closers.push(() => {
      stopping.abort();
      return hearing;
    });

    await jobs.process(handlersIn(app));
    if (keepsTime) {
      const timekeeping = () => keepTimetable(jobs, pool, timetable);
      const keeping = app.get(ClockKeeping);
      const watchdog = new Watchdog(
        { workerId: newId(), clock, jobs, keeping, keepTimetable: timekeeping, log },
        watchEveryMs,
      );
      closers.push(() => watchdog.stop());
      await watchdog.start();
      const at = clock.now();
      await correlated(newId(), async () => {
        for (const sweep of sweeps) await jobs.add(sweep, { at });
      });
    }
    return { jobs, editions, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a worker can't do without. That another leads a follower for which this one stands by is as good. */
function addChecks(readiness: Readiness, installation: Installation, jobs: Jobs, catchingUp: CatchingUp): void {
  addParts(readiness, installation);
  readiness.add('jobs', async () => {
    await jobs.counts();
    return null;
  });
  readiness.add('followers', async () => catchingUp.why);
}

const againAfterMs = 1_000;
const saidEveryMs = 60_000;

/** Does something that never ends, again when it breaks off: a database that restarts is back in a moment. */
async function untilStopped(work: () => Promise<void>, signal: AbortSignal, log: Logger): Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      if (performance.now() - saidAt > saidEveryMs) {
        log.warn(withoutPersonalData(error), 'Nothing new is heard of for a moment; the sweeps find it.');
        saidAt = performance.now();
      }
      await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
