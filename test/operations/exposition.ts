/** One series of what `/metrics` answers, with its value. */
export type Series = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

export type Exposed = {
  /** The names that stand before the series: those that were described, whether they have a value now or not. */
  readonly described: ReadonlyMap<string, 'counter' | 'gauge' | 'histogram' | 'summary'>;
  readonly series: readonly Series[];
};

const kinds = ['counter', 'gauge', 'histogram', 'summary'] as const;
const line = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)(?: \d+)?$/;
const label = /(?<name>[a-zA-Z_]\w*)="(?<value>(?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus, so far as a process of Node writes it. @throws at a line that is none. */
export function readExposition(text: string): Exposed {
  const described = new Map<string, (typeof kinds)[number]>();
  const series: Series[] = [];
  for (const each of text.split('\n').filter((part) => part !== '')) {
    const [, name = '', kind] = /^# TYPE (\S+) (\S+)$/.exec(each) ?? [];
    const known = kinds.find((one) => one === kind);
    if (known) described.set(name, known);
    if (each.startsWith('#')) continue;
    const { groups } = line.exec(each) ?? {};
    if (!groups) throw new Error(`This is no line of metrics: ${each}`);
    const labels = [...(groups['labels'] ?? '').matchAll(label)].map(
      ({ groups: one }) => [one?.['name'] ?? '', one?.['value'] ?? ''] as const,
    );
    series.push({ name: groups['name'] ?? '', labels: Object.fromEntries(labels), value: numberOf(groups['value']) });
  }
  return { described, series };
}

function numberOf(text = ''): number {
  if (text === '+Inf') return Infinity;
  return text === 'Nan' || text === 'NaN' ? Number.NaN : Number(text);
}
