import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import {
  catalogue,
  type CounterName,
  type HistogramName,
  type LabelsOf,
  type Meter,
  type Metric,
  type Sample,
} from '#metrics';
import type { Exposition } from './operations-server.js';

const all = Object.entries<Metric>(catalogue);

/** The one place that knows Prometheus: counts what the libraries tell, and writes it beside what was read. */
export class PrometheusMeter implements Meter {
  private readonly counted = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly histograms = new Map<string, Histogram>();

  constructor() {
    const registers = [this.counted];
    collectDefaultMetrics({ register: this.counted });
    for (const [name, { kind, help, labels, buckets = [] }] of all) {
      const described = { name, help, labelNames: [...labels], registers };
      if (kind === 'counter') this.counters.set(name, new Counter(described));
      if (kind === 'histogram') this.histograms.set(name, new Histogram({ ...described, buckets: [...buckets] }));
    }
  }

  count<N extends CounterName>(name: N, labels: LabelsOf<N>, times = 1): void {
    this.counters.get(name)?.inc({ ...labels }, times);
  }

  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, value: number): void {
    this.histograms.get(name)?.observe({ ...labels }, value);
  }

  /** Everything that was counted, and of what is read these samples alone: what could not be read is left out, and is never 0. */
  async expose(samples: readonly Sample[]): Promise<Exposition> {
    const read = new Registry();
    for (const [name, { kind, help, labels }] of all) {
      if (kind !== 'gauge') continue;
      const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [read] });
      if (labels.length === 0) gauge.remove(); // It would begin at 0.
      for (const sample of samples) if (sample.name === name) gauge.set({ ...sample.labels }, sample.value);
    }
    const texts = await Promise.all([this.counted.metrics(), read.metrics()]);
    return { contentType: this.counted.contentType, text: texts.join('\n') };
  }
}
