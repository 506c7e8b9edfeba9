import { z } from 'zod';
import { conditionName, type ConditionName } from './vocabulary.js';

/** A condition of an edition: a name, or names combined. */
export type Condition =
  | ConditionName
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      conditionName,
      z.strictObject({ any: z.array(condition).min(1) }),
      z.strictObject({ all: z.array(condition).min(1) }),
      z.strictObject({ not: condition }),
    ],
    { error: `is not a condition: write any, all or not, or one of ${conditionName.options.join(', ')}` },
  ),
);

/** What is known of a condition. Not knowing is an answer of its own. */
export type Known = 'yes' | 'no' | 'unknown';

/** Whether a condition holds, three-valued: what rests on something unknown is unknown, unless the rest decides it. */
export function known(condition: Condition, of: (name: ConditionName) => Known): Known {
  if (typeof condition === 'string') return of(condition);
  if ('not' in condition) return opposite[known(condition.not, of)];
  if ('any' in condition) return strongest('yes', condition.any, of);
  return strongest('no', condition.all, of);
}

/**
 * Whether to act as if the condition held. Not knowing is never taken for no: an unknown status tells people and asks
 * for evidence as if it were yes, on either side of a `not`.
 */
export const mayHold = (condition: Condition | undefined, of: (name: ConditionName) => Known): boolean =>
  condition === undefined || known(condition, of) !== 'no';

/** Every name that a condition rests on. */
export function namesIn(condition: Condition): ConditionName[] {
  if (typeof condition === 'string') return [condition];
  if ('not' in condition) return namesIn(condition.not);
  return ('any' in condition ? condition.any : condition.all).flatMap(namesIn);
}

const opposite = { yes: 'no', no: 'yes', unknown: 'unknown' } as const;

/** `any` is settled by one yes, `all` by one no; else by an unknown; else all say the opposite. */
function strongest(decisive: 'yes' | 'no', parts: readonly Condition[], of: (name: ConditionName) => Known): Known {
  const said = parts.map((part) => known(part, of));
  if (said.includes(decisive)) return decisive;
  return said.includes('unknown') ? 'unknown' : opposite[decisive];
}
