import { randomUUID } from 'node:crypto';
import { percentile } from './bench.js';
import type { Storing } from './contenders.js';

export type Measured = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

/** Streams are short: a writer goes on to the next one after so many appends. */
const appendsPerStream = 10;
const warmUpMs = 300;

/** So many writers, each of which stores, waits for the answer and stores again; a first moment is not counted. */
export async function write(to: Storing, writers: number, seconds: number, eventsPerAppend = 1): Promise<Measured> {
  const latencies: number[] = [];
  const begin = performance.now() + warmUpMs;
  const end = begin + seconds * 1000;
  const one = async (): Promise<void> => {
    for (;;) {
      const stream = `bench-${randomUUID()}`;
      for (let append = 0; append < appendsPerStream; append += 1) {
        const asked = performance.now();
        await to.store(stream, append * eventsPerAppend, eventsPerAppend);
        const answered = performance.now();
        if (answered > end) return;
        if (asked >= begin) latencies.push(answered - asked);
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, one));
  // Nothing at all was answered: whoever stored waited for that long at least.
  if (latencies.length === 0) return { perSecond: 0, p50Ms: seconds * 1000, p99Ms: seconds * 1000 };
  return {
    perSecond: (latencies.length / seconds) * eventsPerAppend,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
