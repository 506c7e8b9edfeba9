import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '#metrics';

/** Reads gauges at a moment. */
export type Reading = () => Promise<readonly Sample[]>;

export type CachedOptions = {
  /** Whoever asks within this time gets what was read before: asking often can't hurt the database. */
  readonly forMs: number;
  /** After so long nothing is told of it. */
  readonly withinMs: number;
  /** What has no end after so long never will, and is begun anew; half a minute unless told. */
  readonly lostAfterMs?: number;
};

/**
 * A reading that never throws and never takes long: what can't be read in time is left out. It is under way once at most,
 * however long a sick database makes it wait.
 */
export function cached(read: Reading, { forMs, withinMs, lostAfterMs = 30_000 }: CachedOptions): Reading {
  let told: Promise<readonly Sample[]> = Promise.resolve([]);
  let readAtMs = Number.NEGATIVE_INFINITY;
  let isUnderWay = false;
  return () => {
    const ageMs = performance.now() - readAtMs;
    if (ageMs < forMs || (isUnderWay && ageMs < lostAfterMs)) return told;
    const beganAtMs = performance.now();
    readAtMs = beganAtMs;
    isUnderWay = true;
    const reading: Promise<readonly Sample[]> = read()
      .catch(() => [])
      .finally(() => {
        if (readAtMs !== beganAtMs) return;
        isUnderWay = false;
        told = reading; // What comes late is told to whoever asks next.
      });
    told = Promise.race([reading, sleep(withinMs, [], { ref: false })]);
    return told;
  };
}

/** Several readings as one, read at the same time. */
export const together =
  (readings: readonly Reading[]): Reading =>
  async () =>
    (await Promise.all(readings.map((read) => read()))).flat();
