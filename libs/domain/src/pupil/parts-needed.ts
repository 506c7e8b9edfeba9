import type { z } from 'zod';
import type { Part, Status, statusValue } from './file.js';

type Known = z.output<typeof statusValue>;

/** Whom a pupil's placement needs to know by name, for each part with the statuses that ask for it. */
const asks: readonly (readonly [Part, readonly Status[]])[] = [
  ['social-worker', ['looked-after', 'child-protection', 'child-in-need']],
  ['sen-key-worker', ['ehc-plan']],
  ['virtual-school', ['looked-after']],
];

/** A part that somebody has to play, with the statuses because of which; or that may be needed, as nobody knows. */
export type PartNeeded = { readonly part: Part; readonly because: readonly Status[]; readonly isSure: boolean };

/**
 * The parts that nobody plays yet and that the pupil's statuses ask for. A head of year is needed as soon as there is a
 * placement. What is not known is not taken for no: then the part is named as one that may be needed.
 */
// Procedure: S14.17, S14.19, S14.20, S14.21
export function partsNeeded(
  valueOf: (status: Status) => Known,
  played: ReadonlySet<Part>,
  isPlaced: boolean,
): readonly PartNeeded[] {
  const always: PartNeeded[] = isPlaced ? [{ part: 'head-of-year', because: [], isSure: true }] : [];
  const asked = asks.flatMap(([part, statuses]): PartNeeded[] => {
    const applying = statuses.filter((each) => valueOf(each) === 'yes');
    if (applying.length > 0) return [{ part, because: applying, isSure: true }];
    const unknown = statuses.filter((each) => valueOf(each) === 'unknown');
    return unknown.length > 0 ? [{ part, because: unknown, isSure: false }] : [];
  });
  return [...always, ...asked].filter(({ part }) => !played.has(part));
}
