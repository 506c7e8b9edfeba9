import type { CounterName, HistogramName, LabelsOf } from './catalogue.js';

/**
 * Told by the libraries of what happens, where it happens. They know no more of metrics than this: what becomes of it is
 * up to the program. It throws nothing and takes no time to speak of.
 */
export interface Meter {
  /** Something has happened, once unless told. */
  count<N extends CounterName>(name: N, labels: LabelsOf<N>, times?: number): void;
  /** Something was this large or took this many seconds. */
  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, value: number): void;
}

/** Nobody asks for metrics: nothing is counted. */
export const noMeter: Meter = { count: () => undefined, observe: () => undefined };

/** Measures seconds from now on. */
export const stopwatch = (): (() => number) => {
  const began = performance.now();
  return () => (performance.now() - began) / 1_000;
};
