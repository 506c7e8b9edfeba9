import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until what is asserted holds; what did not hold in time is told as it was seen last. */
export async function eventually(assertion: () => Promise<void>, withinMs = 10_000): Promise<void> {
  for (const begun = Date.now(); ; await sleep(20)) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() - begun > withinMs) throw error;
    }
  }
}
