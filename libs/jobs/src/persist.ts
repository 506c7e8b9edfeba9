import { setTimeout as sleep } from 'node:timers/promises';

const attemptsMax = 5;
const pauseMs = 50;

/**
 * Does something to a queue, a few times if need be: workers that are at it, or another process that does the same, can
 * stand in the way for a moment, as two transactions do that wait for each other.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      await sleep(pauseMs * attempt);
    }
  }
}
