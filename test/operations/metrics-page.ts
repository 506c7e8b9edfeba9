import { catalogue, type Metric } from '#metrics';
import { alerts } from './alerts.js';
import { selectorsOf } from './promql.js';

const rewrites = 'UPDATE_DOCS=1 npm run -s jest -- --testPathPatterns test/operations/alerts.spec';

/** `docs/operations/metrics.md`: every metric, and which alerts look at it. */
export function metricsPage(): string {
  const looking = new Map<string, string[]>();
  for (const { name, expression } of alerts()) {
    for (const { selector } of selectorsOf(expression)) {
      const metric = selector.name.replace(/_bucket$/, '');
      looking.set(metric, [...new Set([...(looking.get(metric) ?? []), name])]);
    }
  }
  const rows = Object.entries<Metric>(catalogue).map(([name, { kind, labels, help }]) => {
    const links = (looking.get(name) ?? []).map((alert) => `[${alert}](../runbook.md#${alert.toLowerCase()})`);
    return `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} | ${links.join(', ')} |`;
  });
  return `# Metrics

What \`/metrics\` answers at the operations port (\`OPERATIONS_PORT\`, in \`start\`, \`web\` and \`worker\`), as text for Prometheus. This table is made from
\`libs/metrics\`; this writes it anew: \`${rewrites}\`.

Counters and histograms are of one process since it started: add them up over all. Gauges are read when they are asked for, by small questions that are given
up on after three seconds and asked again no sooner than after five: collecting can't hurt the database, and what can't be read is left out, never 0. But for
\`waymark_build_info\` and \`waymark_up\` they are of the whole installation, and every process tells the same: take one of them (\`max\`).
Node's own (\`nodejs_…\`, \`process_…\`) are there as well.

**The operations port is for operators alone.** Nobody is asked who they are there. No name, number, id, school or site is among the metrics; but in a
small trust, that one pupil is not accounted for may be news of a pupil whom somebody can guess. So the port is on this machine unless \`OPERATIONS_HOST\`
says otherwise, is never that of the pages, and belongs behind a firewall, in a network that monitoring alone can reach.

| metric | kind | labels | what it means | alerts |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
