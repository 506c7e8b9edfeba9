import { evaluate } from './evaluate.js';
import { readExposition } from './exposition.js';
import { parsePromql, selectorsOf } from './promql.js';

const { series: now, described } = readExposition(`# HELP lag How far.
# TYPE lag gauge
lag{follower="a",part="x"} 70
lag{follower="b"} 10
# TYPE never gauge
# TYPE calls_total counter
calls_total{status="5xx"} 12
# TYPE took histogram
took_bucket{le="1"} 50
took_bucket{le="5"} 99
took_bucket{le="+Inf"} 100
`);
const before = readExposition('calls_total{status="5xx"} 2').series;
const of = (text: string) => evaluate(parsePromql(text), { now, before, secondsBetween: 5 });

describe('the expressions of alerts', () => {
  it.each([
    ['max by (follower) (lag) > 60', [{ labels: { follower: 'a' }, value: 70 }]],
    ['max(lag) < 60', []],
    ['min by (follower) (lag{follower!="b"}) == 70', [{ labels: { follower: 'a' }, value: 70 }]],
    ['sum(max by (follower) (lag)) >= 80', [{ labels: {}, value: 80 }]],
    ['count(count by (follower) (lag)) > 1', [{ labels: {}, value: 2 }]],
    ['absent(never)', [{ labels: {}, value: 1 }]],
    ['absent(lag)', []],
    ['sum(increase(calls_total{status="5xx"}[5m])) > 9', [{ labels: {}, value: 10 }]],
    ['rate(calls_total[5m]) > 1', [{ labels: { status: '5xx' }, value: 2 }]],
    ['sum(lag) / sum(calls_total) > 6', [{ labels: {}, value: 80 / 12 }]],
    ['histogram_quantile(0.99, sum by (le) (took_bucket)) > 1', [{ labels: {}, value: 5 }]],
  ])('%s', (text, expected) => {
    expect(of(text)).toEqual(expected);
  });

  it.each([
    ['max by (lag', ') is missing before the end.'],
    ['lag > 1 > 2', '> is one too many.'],
    ['lag ~ 1', 'can’t be read'],
    ['lag{a="b"', '} is missing'],
    ['lag{a>"b"} > 1', '> compares no label.'],
    ['lag[5m]', 'A range is for rate or increase.'],
    ['topk(1, lag)', '( is one too many.'],
  ])('are refused where they are in no part of the language that is known: %s', (text, why) => {
    expect(() => of(text)).toThrow(why);
  });

  it('name the metrics and labels that they need', () => {
    const found = selectorsOf(parsePromql('sum by (le) (rate(took_bucket{a="b"}[5m])) > 1'));
    expect(found.map(({ selector, by }) => [selector.name, selector.matchers, by])).toEqual([
      ['took_bucket', [{ label: 'a', equals: true, value: 'b' }], ['le']],
    ]);
  });

  it('are tried on what was described as well as on what has a value', () => {
    expect(described.get('never')).toBe('gauge');
  });
});
