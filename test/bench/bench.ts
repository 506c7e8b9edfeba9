import type { BenchServer } from './server.js';

/**
 * One name of `npm run bench -- NAME…`: a file of that name in this folder exports one as `bench`.
 *
 * It puts its figures by key, such as `append.w16.perSecond`: all are numbers, a unit is the end of the name, and a ratio
 * to a peer was measured in the same run, on the same server, with the same number of connections.
 */
export type Bench = {
  /** What it measures, in a line. */
  readonly about: string;
  run(run: BenchRun): Promise<void>;
};

export type BenchRun = {
  /** A PostgreSQL of the run's own with durable settings, thrown away at the end. */
  readonly server: BenchServer;
  /** How often each measurement is made; figures are medians. */
  readonly rounds: number;
  /** How long each measurement takes. */
  readonly seconds: number;
  put(key: string, value: number): void;
  /** Says what is going on; figures come at the end. */
  say(what: string): void;
};

/** All that there are, in the order in which `all` runs them. */
export const benchNames = [
  'append',
  'batch',
  'read',
  'rebuild',
  'backup',
  'copy',
  'import',
  'pages',
  'mark',
  'takeover',
  'kurrent',
  'jobs',
] as const;
export type BenchName = (typeof benchNames)[number];

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that so large a part of them does not exceed: 0.99 for p99. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
