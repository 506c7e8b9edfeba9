import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { evaluate, type Collected } from './evaluate.js';
import { parsePromql } from './promql.js';

const alert = z.strictObject({
  alert: z.string().regex(/^Waymark[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[mh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(1), runbook_url: z.string() }),
});
const file = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alert) })) });

export const alertsFile = 'docs/operations/alerts.yaml';

/** Every alert rule, as Prometheus is given it. */
export const alerts = () =>
  file.parse(parse(readFileSync(alertsFile, 'utf8'))).groups.flatMap(({ rules }) =>
    rules.map(({ alert: name, expr, annotations, labels }) => ({
      name,
      expr,
      expression: parsePromql(expr),
      runbook: annotations.runbook_url,
      severity: labels.severity,
    })),
  );

/** The names of the alerts whose condition holds on what was collected. For how long it must, Prometheus sees to. */
export const holding = (collected: Collected): string[] =>
  alerts()
    .filter(({ expression }) => {
      const found = evaluate(expression, collected);
      return typeof found !== 'number' && found.length > 0;
    })
    .map(({ name }) => name);
