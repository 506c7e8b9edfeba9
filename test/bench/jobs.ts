import { eventsMigrations } from '#event-stores';
import { jobsMigrations } from '#jobs';
import { RedisServer } from '../support/redis-server.js';
import { median, type Bench, type BenchRun } from './bench.js';
import { waymark } from './contenders.js';
import { measureHandingOver } from './due-to-handed-over.js';
import { doNothing, stepsAtOnce, takeSteps, type QueuePlace } from './steps.js';
import { write } from './writers.js';

const jobsPerSecondAsked = 750;
const turnsPerRound = 3;
/** How many pupils a site has in a session: a job takes the steps of all of them. */
const pupilsOfSite = 4;

/** Steps a second by our jobs, on both backends, and how long it takes from due to handed over. */
export const bench: Bench = {
  about: 'steps a second by jobs in PostgreSQL and in Redis, against bare BullMQ and against appends',
  run: async (run) => {
    const redis = await RedisServer.start();
    try {
      await measureSteps(run, redis.url);
      await measureHandingOver(run, 'postgres');
      await measureHandingOver(run, 'redis', { REDIS_URL: redis.url });
    } finally {
      await redis.stop();
    }
  },
};

/**
 * In each turn all are measured one after the other and briefly, so that what the machine does besides falls on all alike, and
 * a ratio is the median of those of each turn. The first turns warm the compiler up, as a worker that runs for weeks is warm, and
 * count for none.
 */
async function measureSteps(run: BenchRun, redisUrl: string): Promise<void> {
  const database = await run.server.database('jobs', [eventsMigrations, jobsMigrations]);
  const count = run.seconds * jobsPerSecondAsked;
  const places: Record<string, QueuePlace> = {
    postgres: { postgresUrl: database.serviceUrl },
    redis: { redisUrl },
  };
  const measured = new Map<string, number[]>();
  try {
    for (let turn = 1 - turnsPerRound; turn <= run.rounds * turnsPerRound; turn += 1) {
      const note = (name: string, rate: number) => {
        if (turn > 0) measured.set(name, [...(measured.get(name) ?? []), rate]);
        run.say(`jobs, ${name}: ${Math.round(rate)}/s${turn > 0 ? '' : ', warming up'}`);
      };
      await run.server.settle();
      const storing = await waymark.open(database, stepsAtOnce);
      note('append', (await write(storing, stepsAtOnce, run.seconds)).perSecond);
      await storing.close();
      for (const [name, place] of Object.entries(places)) {
        await run.server.settle();
        note(`${name} steps`, await takeSteps(database, place, { jobs: count, pupils: pupilsOfSite }));
        await run.server.settle();
        note(`${name} steps alone`, await takeSteps(database, place, { jobs: count, pupils: 1 }));
        await run.server.settle();
        note(`${name} bare`, await doNothing(place, count));
      }
    }
  } finally {
    await database.close();
  }
  const rates = (name: string): readonly number[] => measured.get(name) ?? [];
  run.put(`jobs.w${stepsAtOnce}.appendPerSecond`, median(rates('append')));
  for (const name of Object.keys(places)) {
    run.put(`jobs.${name}.stepsPerSecond`, median(rates(`${name} steps`)));
    run.put(`jobs.${name}.stepsAlonePerSecond`, median(rates(`${name} steps alone`)));
    run.put(`jobs.${name}.bareBullMqPerSecond`, median(rates(`${name} bare`)));
    const lower = rates(`${name} bare`).map((bare, turn) => Math.min(bare, rates('append')[turn] ?? 0));
    run.put(
      `jobs.${name}.ratioToLowerOfBoth`,
      median(lower.map((rate, turn) => (rates(`${name} steps`)[turn] ?? 0) / rate)),
    );
  }
}
