import { eventsMigrations } from '#event-stores';
import { jobsMigrations } from '#jobs';
import { RedisServer } from '../support/redis-server.js';
import { median, type Bench, type BenchRun } from './bench.js';
import { waymark } from './contenders.js';
import { measureHandingOver } from './due-to-handed-over.js';
import { doNothing, stepsAtOnce, takeSteps, type QueuePlace } from './steps.js';
import { write } from './writers.js';

const stepsPerSecondAsked = 500;

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

/** In each round all take turns, so that what the machine does besides falls on all alike. */
async function measureSteps(run: BenchRun, redisUrl: string): Promise<void> {
  const database = await run.server.database('jobs', [eventsMigrations, jobsMigrations]);
  const count = run.seconds * stepsPerSecondAsked;
  const places: Record<string, QueuePlace> = {
    postgres: { postgresUrl: database.serviceUrl },
    redis: { redisUrl },
  };
  const measured = new Map<string, number[]>();
  const note = (name: string, rate: number) => {
    measured.set(name, [...(measured.get(name) ?? []), rate]);
    run.say(`jobs, ${name}: ${Math.round(rate)}/s`);
  };
  try {
    for (let round = 0; round < run.rounds; round += 1) {
      await run.server.settle();
      const storing = await waymark.open(database, stepsAtOnce);
      note('append', (await write(storing, stepsAtOnce, run.seconds)).perSecond);
      await storing.close();
      for (const [name, place] of Object.entries(places)) {
        await run.server.settle();
        note(`${name} steps`, await takeSteps(database, place, count));
        await run.server.settle();
        note(`${name} bare`, await doNothing(place, count));
      }
    }
  } finally {
    await database.close();
  }
  const middle = (name: string) => median(measured.get(name) ?? []);
  run.put(`jobs.w${stepsAtOnce}.appendPerSecond`, middle('append'));
  for (const name of Object.keys(places)) {
    const [steps, bare] = [middle(`${name} steps`), middle(`${name} bare`)];
    run.put(`jobs.${name}.stepsPerSecond`, steps);
    run.put(`jobs.${name}.bareBullMqPerSecond`, bare);
    run.put(`jobs.${name}.ratioToLowerOfBoth`, steps / Math.min(bare, middle('append')));
  }
}
