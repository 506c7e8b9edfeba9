import type { Series } from './exposition.js';
import type { Expression, Selector } from './promql.js';

/** What was collected, once or twice: a rate needs an earlier look, so many seconds before. */
export type Collected = {
  readonly now: readonly Series[];
  readonly before?: readonly Series[];
  readonly secondsBetween?: number;
};

type Point = Omit<Series, 'name'>;
type Value = number | readonly Point[];

/** What an expression comes to on what was collected: of an alert, the series for which it holds. */
export function evaluate(expression: Expression, collected: Collected): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'selector':
      if (expression.seconds !== null) throw new Error('A range is for rate or increase.');
      return chosen(expression, collected.now);
    case 'aggregation': {
      const groups = new Map<string, Point[]>();
      for (const point of vector(evaluate(expression.of, collected))) {
        const key = JSON.stringify(expression.by.map((label) => [label, point.labels[label] ?? '']));
        groups.set(key, [...(groups.get(key) ?? []), point]);
      }
      return [...groups].map(([key, points]) => ({
        labels: Object.fromEntries(JSON.parse(key) as [string, string][]),
        value: aggregated(
          expression.name,
          points.map(({ value }) => value),
        ),
      }));
    }
    case 'call':
      return called(expression, collected);
    case 'operation':
      return operated(expression, evaluate(expression.left, collected), evaluate(expression.right, collected));
  }
}

const vector = (value: Value): readonly Point[] => {
  if (typeof value === 'number') throw new Error('A number stands where series should.');
  return value;
};

const chosen = ({ name, matchers }: Selector, from: readonly Series[]): Point[] =>
  from
    .filter((each) => each.name === name)
    .filter(({ labels }) => matchers.every(({ label, equals, value }) => ((labels[label] ?? '') === value) === equals))
    .map(({ labels, value }) => ({ labels, value }));

function aggregated(name: 'sum' | 'max' | 'min' | 'count', values: readonly number[]): number {
  switch (name) {
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'count':
      return values.length;
  }
}

function called({ name, args }: Extract<Expression, { kind: 'call' }>, collected: Collected): Value {
  const [first, second] = args;
  if (!first) throw new Error(`${name} is given nothing.`);
  switch (name) {
    case 'rate':
    case 'increase': {
      if (first.kind !== 'selector' || first.seconds === null) throw new Error(`${name} is of a range.`);
      const { now, before = [], secondsBetween = 1 } = collected;
      const earlier = new Map(chosen(first, before).map(({ labels, value }) => [JSON.stringify(labels), value]));
      return chosen(first, now).flatMap(({ labels, value }) => {
        const was = earlier.get(JSON.stringify(labels));
        if (was === undefined) return [];
        return [{ labels, value: (value - was) / (name === 'rate' ? secondsBetween : 1) }];
      });
    }
    case 'abs':
      return vector(evaluate(first, collected)).map(({ labels, value }) => ({ labels, value: Math.abs(value) }));
    case 'absent':
      return vector(evaluate(first, collected)).length === 0 ? [{ labels: {}, value: 1 }] : [];
    case 'histogram_quantile': {
      if (first.kind !== 'number' || !second) throw new Error('A quantile is a number, of buckets.');
      return quantile(first.value, vector(evaluate(second, collected)));
    }
  }
}

/** The upper bound of the bucket in which the quantile lies: near enough to tell whether an alert can hold. */
function quantile(of: number, buckets: readonly Point[]): readonly Point[] {
  const sorted = buckets
    .map(({ labels, value }) => ({ bound: labels['le'] === '+Inf' ? Infinity : Number(labels['le']), value }))
    .sort((a, b) => a.bound - b.bound);
  const all = sorted.at(-1)?.value ?? 0;
  const found = sorted.find(({ value }) => value >= of * all);
  return all > 0 && found ? [{ labels: {}, value: found.bound }] : [];
}

function operated({ operator }: Extract<Expression, { kind: 'operation' }>, left: Value, right: Value): Value {
  if (operator === '/') {
    const [below] = vector(right);
    return below ? vector(left).map(({ labels, value }) => ({ labels, value: value / below.value })) : [];
  }
  if (typeof right !== 'number') throw new Error('An alert compares with a number.');
  return vector(left).filter(({ value }) => holds(operator, value, right));
}

function holds(operator: '==' | '!=' | '>=' | '<=' | '>' | '<', value: number, limit: number): boolean {
  switch (operator) {
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
    case '>=':
      return value >= limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '<':
      return value < limit;
  }
}
