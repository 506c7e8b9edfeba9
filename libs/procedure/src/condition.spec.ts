import { condition, known, mayHold, namesIn, type Condition, type Known } from './condition.js';
import type { ConditionName } from './vocabulary.js';

const of =
  (said: Partial<Record<ConditionName, Known>>) =>
  (name: ConditionName): Known =>
    said[name] ?? 'unknown';

describe('a condition', () => {
  const either: Condition = { any: ['looked-after', 'child-protection'] };
  const both: Condition = { all: ['looked-after', 'child-protection'] };

  it.each<[string, Condition, Partial<Record<ConditionName, Known>>, Known]>([
    ['any is settled by one yes', either, { 'looked-after': 'yes' }, 'yes'],
    ['any rests on what is unknown', either, { 'looked-after': 'no' }, 'unknown'],
    ['any is no when all are', either, { 'looked-after': 'no', 'child-protection': 'no' }, 'no'],
    ['all is settled by one no', both, { 'looked-after': 'no' }, 'no'],
    ['all rests on what is unknown', both, { 'looked-after': 'yes' }, 'unknown'],
    ['all is yes when all are', both, { 'looked-after': 'yes', 'child-protection': 'yes' }, 'yes'],
    ['not turns yes', { not: 'ehc-plan' }, { 'ehc-plan': 'yes' }, 'no'],
    ['not turns no', { not: 'ehc-plan' }, { 'ehc-plan': 'no' }, 'yes'],
    ['not leaves the unknown unknown', { not: 'ehc-plan' }, {}, 'unknown'],
  ])('%s', (_, asked, said, expected) => {
    expect(known(asked, of(said))).toBe(expected);
  });

  it('never takes not knowing for no, on either side of a not', () => {
    expect(mayHold('looked-after', of({}))).toBe(true);
    expect(mayHold({ not: 'looked-after' }, of({}))).toBe(true);
    expect(mayHold('looked-after', of({ 'looked-after': 'no' }))).toBe(false);
    expect(mayHold(undefined, of({}))).toBe(true);
  });

  it('names all that it rests on', () => {
    expect(namesIn({ all: ['part-time', { any: ['child-protection', { not: 'child-in-need' }] }] })).toEqual([
      'part-time',
      'child-protection',
      'child-in-need',
    ]);
  });

  it('is written in names, any, all and not alone', () => {
    expect(condition.safeParse({ any: [] }).success).toBe(false);
    expect(condition.safeParse({ any: ['looked-after'], not: 'ehc-plan' }).success).toBe(false);
    expect(condition.parse({ not: { any: ['looked-after'] } })).toEqual({ not: { any: ['looked-after'] } });
  });
});
