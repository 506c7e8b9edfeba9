import { performance } from 'node:perf_hooks';

/** Where a line is drawn again and again: standard error, or what stands in for it. */
export type Screen = {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
};

export type ProgressOf = {
  /** What is going on, such as "Importing pupils.csv". */
  readonly what: string;
  /** What is counted, such as "rows". */
  readonly unit: string;
  /** How many there are; unknown unless told. */
  readonly total?: number | undefined;
};

const drawEveryMs = 200;
/** Before so long a rate says little. */
const rateAfterMs = 1_000;

/**
 * How far long work has come: a line that is drawn over, with the rate and what is left. Where nobody looks, because the
 * screen is no terminal, nothing is drawn.
 */
export class ProgressLine {
  private readonly beganAt: number;
  private drawnAt = -Infinity;
  private drawn = false;

  constructor(
    private readonly of: ProgressOf,
    private readonly screen: Screen,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.beganAt = now();
  }

  /** So many are done. It may be told as often as there is news: it draws a few times a second. */
  reach(done: number): void {
    if (!this.screen.isTTY) return;
    const now = this.now();
    if (now - this.drawnAt < drawEveryMs) return;
    this.drawnAt = now;
    this.drawn = true;
    const width = Math.max(20, (this.screen.columns ?? 80) - 1);
    this.screen.write(`\r${progressWords(this.of, done, now - this.beganAt).slice(0, width)}\u001B[K`);
  }

  /** Takes the line away, so that something else can be written. It comes back with the next news. */
  clear(): void {
    if (this.drawn) this.screen.write('\r\u001B[K');
    this.drawn = false;
    this.drawnAt = -Infinity;
  }
}

/** "Importing pupils.csv: 12,400 of 20,000 rows, 62%, 1,850 a second, 5 seconds left". */
export function progressWords({ what, unit, total }: ProgressOf, done: number, elapsedMs: number): string {
  const words = [total === undefined ? `${inDigits(done)} ${unit}` : `${inDigits(done)} of ${inDigits(total)} ${unit}`];
  if (total !== undefined && total > 0) words.push(`${Math.floor((done / total) * 100)}%`);
  if (elapsedMs >= rateAfterMs && done > 0) {
    const perSecond = done / (elapsedMs / 1_000);
    words.push(`${inDigits(Math.round(perSecond))} a second`);
    if (total !== undefined && done < total) words.push(`${duration(Math.ceil((total - done) / perSecond))} left`);
  }
  return `${what}: ${words.join(', ')}`;
}

/** 20000 as "20,000". */
export const inDigits = (n: number): string => n.toLocaleString('en-GB');

/** "1 second", "40 seconds", "3 minutes", "2 hours". */
export function duration(seconds: number): string {
  if (seconds < 90) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour');
}

const counted = (n: number, one: string): string => `${inDigits(n)} ${one}${n === 1 ? '' : 's'}`;
