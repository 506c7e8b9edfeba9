import { eventsMigrations } from '#event-stores';
import { median, type Bench } from './bench.js';
import { emmett, waymark } from './contenders.js';
import { write } from './writers.js';

const eventsPerAppend = 100;

/** Appends of a hundred events each, as an import makes them. */
export const bench: Bench = {
  about: 'events a second in appends of 100, against Emmett',
  run: async (run) => {
    const database = await run.server.database('batch', [eventsMigrations]);
    try {
      for (const writers of [1, 4]) {
        const ours: number[] = [];
        const theirs: number[] = [];
        for (let round = 0; round < run.rounds; round += 1) {
          for (const [contender, measured] of [[waymark, ours] as const, [emmett, theirs] as const]) {
            const storing = await contender.open(database, writers);
            await run.server.settle();
            measured.push((await write(storing, writers, run.seconds, eventsPerAppend)).perSecond);
            await storing.close();
            run.say(`batch ${writers} writers, ${contender.name}: ${Math.round(measured.at(-1) ?? 0)} events/s`);
          }
        }
        const key = `batch.e${eventsPerAppend}.w${writers}`;
        run.put(`${key}.eventsPerSecond`, median(ours));
        run.put(`${key}.emmettEventsPerSecond`, median(theirs));
        run.put(`${key}.ratioToEmmett`, median(ours) / median(theirs));
      }
    } finally {
      await database.close();
    }
  },
};
