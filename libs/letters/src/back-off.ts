import type { Instant } from '#event-sourcing';
import { minutesAfter } from '#procedure';

const waitsInMinutes = [1, 5, 15, 60];
const givenUpAfterMinutes = 24 * 60;

/**
 * When a letter goes again after so many attempts; null when it has been tried for a day and is given up. Then somebody
 * else is told: a letter that nobody takes for a day has not told anyone.
 */
export function goesAgainAt(attempts: number, composedAt: Instant, now: Instant): Instant | null {
  if (now >= minutesAfter(composedAt, givenUpAfterMinutes)) return null;
  return minutesAfter(now, waitsInMinutes[Math.min(attempts, waitsInMinutes.length) - 1] ?? 1);
}
