import { allProcesses } from '#domain';
import type { Installation } from '#installation';
import { ClockKeeping, type Jobs } from '#jobs';
import type { Sample } from '#metrics';
import type { Editions } from '#procedure';
import { allProjections } from '#read-models';
import { aboutClock, aboutEditions, aboutFailedJobs } from './readings/clock.js';
import { aboutDuties, aboutPupils } from './readings/duties.js';
import { aboutBrokenRows, aboutFollowers, aboutParked } from './readings/followers.js';
import { aboutLetters } from './readings/letters.js';
import { aboutDatabase, aboutJobs, aboutLog, up } from './readings/parts.js';
import { cached, together, type Reading } from './readings/reading.js';

export type AboutOptions = {
  /** The queues, where this process works on them. */
  readonly jobs?: Pick<Jobs, 'countsByQueue'>;
  readonly editions: Editions;
  /** For how long what was read is good enough. */
  readonly forMs?: number;
};

/** No answer may take so long that whoever collects metrics gives up on all of them. */
const withinMs = 3_000;
/** Looking through all rows takes long where there are many, and nobody mends one within a minute. */
const brokenRowsLessOften = 12;
const brokenRowsWithinMs = 20_000;
const brokenRowsLostAfterMs = 300_000;

/**
 * Reads how an installation is: from small questions over indexes, on connections of its own, each given up on after three
 * seconds, and asked again no sooner than after five. Broken rows alone are looked for among all rows, once a minute.
 */
export function aboutInstallation(installation: Installation, options: AboutOptions): Reading {
  const { clock, config, database, parked, progress, store } = installation;
  const { jobs, editions, forMs = 5_000 } = options;
  const pool = database.pool('metrics', { max: 2, statementTimeoutMs: withinMs, answerWithinMs: 2 * withinMs });
  const slowPool = database.pool('looking for broken rows', { max: 1, statementTimeoutMs: brokenRowsWithinMs });
  const keeping = new ClockKeeping(pool);
  const reactors = allProcesses.map(({ name }) => name);
  const leave = config.smtpUrl !== undefined || !config.production;

  const now = (read: Reading): Reading => cached(read, { forMs, withinMs });
  /** A part that does not answer is told of as such. */
  const part = (name: Parameters<typeof up>[0], read: Reading): Reading => {
    const asked = now(read);
    return async (): Promise<readonly Sample[]> => {
      const samples = await asked();
      return samples.length > 0 ? samples : [up(name, false)];
    };
  };
  return together([
    part('database', () => aboutDatabase(pool)),
    part('log', () => aboutLog(store)),
    ...(jobs ? [part('jobs', () => aboutJobs(jobs))] : []),
    now(() => aboutFollowers(progress, allProjections)),
    now(() => aboutParked(parked, reactors)),
    cached(() => aboutBrokenRows(slowPool, allProjections), {
      forMs: brokenRowsLessOften * forMs,
      withinMs,
      lostAfterMs: brokenRowsLostAfterMs,
    }),
    now(() => aboutClock(keeping, clock.now())),
    now(() => aboutFailedJobs(pool)),
    now(() => aboutDuties(pool, clock.now())),
    now(() => aboutPupils(pool, clock.now())),
    now(() => aboutLetters(pool, clock.now(), { leave })),
    async () => [aboutEditions(editions, clock.now())],
  ]);
}
