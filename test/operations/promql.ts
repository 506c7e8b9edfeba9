/** The part of PromQL that our alerts are written in: read into a tree. What is not in it is refused. */

export type Selector = {
  readonly kind: 'selector';
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly equals: boolean; readonly value: string }[];
  /** Of a range; null where it is of the present. */
  readonly seconds: number | null;
};

export const aggregations = ['sum', 'max', 'min', 'count'] as const;
export const functions = ['rate', 'increase', 'abs', 'absent', 'histogram_quantile'] as const;
export const operators = ['==', '!=', '>=', '<=', '>', '<', '/'] as const;

export type Expression =
  | Selector
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'aggregation';
      readonly by: readonly string[];
      readonly of: Expression;
      readonly name: (typeof aggregations)[number];
    }
  | { readonly kind: 'call'; readonly name: (typeof functions)[number]; readonly args: readonly Expression[] }
  | {
      readonly kind: 'operation';
      readonly operator: (typeof operators)[number];
      readonly left: Expression;
      readonly right: Expression;
    };

const token = /\s*(\d+(?:\.\d+)?(?:e\d+)?(?![\w.])|[a-zA-Z_]\w*|"[^"]*"|\[\d+[smh]\]|==|!=|>=|<=|[-+><=/(){},])/gy;

/** @throws at anything that it does not know. */
export function parsePromql(text: string): Expression {
  const tokens = [...text.matchAll(token)].map(([, found = '']) => found);
  if (tokens.join('') !== text.replaceAll(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '')) {
    throw new Error(`This can’t be read: ${text}`);
  }
  const parser = new Parser(tokens);
  const expression = parser.comparison();
  parser.end();
  return expression;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  end(): void {
    if (this.at < this.tokens.length) throw new Error(`${this.tokens[this.at]} is one too many.`);
  }

  comparison(): Expression {
    const left = this.quotient();
    const operator = operators.find((each) => each === this.tokens[this.at] && each !== '/');
    if (!operator) return left;
    this.at += 1;
    return { kind: 'operation', operator, left, right: this.quotient() };
  }

  private quotient(): Expression {
    let left = this.operand();
    while (this.takes('/')) left = { kind: 'operation', operator: '/', left, right: this.operand() };
    return left;
  }

  private operand(): Expression {
    const next = this.next();
    if (/^\d/.test(next)) return { kind: 'number', value: Number(next) };
    if (next === '(') return this.closed(this.comparison());
    const aggregation = aggregations.find((each) => each === next);
    if (aggregation) return this.aggregation(aggregation);
    const name = functions.find((each) => each === next);
    if (!name) return this.selector(next);
    this.expect('(');
    const args = [this.comparison()];
    while (this.takes(',')) args.push(this.comparison());
    this.expect(')');
    return { kind: 'call', name, args };
  }

  private aggregation(name: (typeof aggregations)[number]): Expression {
    const by: string[] = [];
    if (this.takes('by')) {
      this.expect('(');
      do by.push(this.next());
      while (this.takes(','));
      this.expect(')');
    }
    this.expect('(');
    return { kind: 'aggregation', name, by, of: this.closed(this.comparison()) };
  }

  private selector(name: string): Selector {
    if (!/^[a-zA-Z_]\w*$/.test(name)) throw new Error(`${name} is no name of a metric.`);
    const matchers: Selector['matchers'][number][] = [];
    if (this.takes('{')) {
      do {
        const label = this.next();
        const operator = this.next();
        if (operator !== '=' && operator !== '!=') throw new Error(`${operator} compares no label.`);
        matchers.push({ label, equals: operator === '=', value: this.next().slice(1, -1) });
      } while (this.takes(','));
      this.expect('}');
    }
    const [, count, unit = ''] = /^\[(\d+)([smh])\]$/.exec(this.tokens[this.at] ?? '') ?? [];
    if (count === undefined) return { kind: 'selector', name, matchers, seconds: null };
    this.at += 1;
    const unitSeconds = unit === 'h' ? 3_600 : unit === 'm' ? 60 : 1;
    return { kind: 'selector', name, matchers, seconds: Number(count) * unitSeconds };
  }

  private closed(expression: Expression): Expression {
    this.expect(')');
    return expression;
  }

  private next(): string {
    const next = this.tokens[this.at];
    if (next === undefined) throw new Error('It ends too early.');
    this.at += 1;
    return next;
  }

  private takes(wanted: string): boolean {
    if (this.tokens[this.at] !== wanted) return false;
    this.at += 1;
    return true;
  }

  private expect(wanted: string): void {
    if (!this.takes(wanted)) throw new Error(`${wanted} is missing before ${this.tokens[this.at] ?? 'the end'}.`);
  }
}

/** Every selector, with the labels that are named around it: by these the series must be told apart. */
export function selectorsOf(
  expression: Expression,
  by: readonly string[] = [],
): { selector: Selector; by: string[] }[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'selector':
      return [{ selector: expression, by: [...by] }];
    case 'aggregation':
      return selectorsOf(expression.of, [...by, ...expression.by]);
    case 'call':
      return expression.args.flatMap((arg) => selectorsOf(arg, by));
    case 'operation':
      return [...selectorsOf(expression.left, by), ...selectorsOf(expression.right, by)];
  }
}
