import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { catalogue, type Metric } from '#metrics';
import { alerts } from './alerts.js';
import { metricsPage } from './metrics-page.js';

const metricsFile = 'docs/operations/metrics.md';
const runbook = readFileSync('docs/runbook.md', 'utf8');
const paragraphs = runbook
  .split(/^### /m)
  .slice(1)
  .map((part) => ({ name: part.slice(0, part.indexOf('\n')), text: part.split(/^## /m)[0] ?? '' }));

describe('each alert', () => {
  const names = alerts().map(({ name }) => name);

  it('is there once', () => {
    expect(names).toEqual([...new Set(names)]);
    expect(names.length).toBeGreaterThan(20);
  });

  it('has a paragraph in the runbook, and no paragraph is without one', () => {
    expect(paragraphs.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it.each(alerts())('links its own paragraph: $name', ({ name, runbook: link }) => {
    expect(link).toBe(`docs/runbook.md#${name.toLowerCase()}`);
  });
});

describe('each paragraph of the runbook', () => {
  it.each(paragraphs)('says what it means, how to see it, what to do, and when it is over: $name', ({ text }) => {
    expect(text.match(/\*\*(Means|See|Do|Over)\*\*/g)).toEqual(['**Means**', '**See**', '**Do**', '**Over**']);
  });

  it('speaks of metrics that there are', () => {
    const spoken = [...runbook.matchAll(/`(waymark_\w+)`/g)].map(([, name = '']) => name);
    expect(spoken.length).toBeGreaterThan(5);
    expect(spoken.filter((name) => !(name in catalogue))).toEqual([]);
  });
});

describe('each metric', () => {
  const all = Object.entries<Metric>(catalogue);

  it.each(all)('is called as is usual: %s', (name, { kind, labels }) => {
    expect(name).toMatch(/^waymark_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    for (const label of labels) expect(label).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  it('tells apart no school, site or person', () => {
    const labels = new Set(all.flatMap(([, metric]) => metric.labels));
    const known = ['follower', 'job', 'kind', 'method', 'node', 'outcome', 'part', 'queue', 'reactor', 'read_model'];
    expect([...labels].toSorted()).toEqual(
      [...known, 'route', 'state', 'status', 'sweep', 'type', 'version'].toSorted(),
    );
  });

  it('is in docs/operations/metrics.md', async () => {
    const now = await format(metricsPage(), { ...(await resolveConfig(metricsFile)), parser: 'markdown' });
    if (process.env['UPDATE_DOCS']) writeFileSync(metricsFile, now);
    expect(readFileSync(metricsFile, 'utf8')).toBe(now);
  });
});
