import { validityOn } from '#domain';
import type { Day } from '#event-sourcing';
import { checkStandingOn, type CheckFound, type CheckStanding, type Edition, type PreAdmissionCheck } from '#procedure';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { PlacementFacts } from './placement.page.js';

export const standingTag: Readonly<Record<CheckStanding['state'], { text: string; colour: string }>> = {
  met: { text: 'Met', colour: 'green' },
  'not-met': { text: 'Not met', colour: 'red' },
  'not-applicable': { text: 'Does not apply', colour: 'grey' },
  'not-answered': { text: 'Not answered', colour: 'yellow' },
  'run-out': { text: 'Ran out', colour: 'red' },
};

/** A row of a checklist and how it stands on a day. */
export type RowStanding = CheckStanding & { readonly row: PreAdmissionCheck; readonly isSoonOver: boolean };

/** How each row of an edition's checklist stands at a site on a day. What runs out within thirty days is told in time. */
// Procedure: S9.3
export function standingsOn(
  { checks }: Edition,
  found: ReadonlyMap<string, CheckFound>,
  today: Day,
): readonly RowStanding[] {
  return checks.map((row) => {
    const standing = checkStandingOn(found.get(row.id), row, today);
    const isSoonOver = standing.isSettled && validityOn(standing.lastOn ?? undefined, today) === 'ends-soon';
    return { ...standing, row, isSoonOver };
  });
}

/** Until when it counts, or since when it does not; empty where it does not run out. */
export function lastingWords({ state, lastOn, isSoonOver }: Omit<RowStanding, 'row'>): string {
  if (lastOn === null) return '';
  if (state === 'run-out') return `Ran out on ${shortDay(lastOn)}, check again`;
  return `${isSoonOver ? 'Runs out on' : 'Counts until'} ${shortDay(lastOn)}`;
}

/** What a running placement's own page says where checks of its site have run out; a start is long past stopping. */
// Procedure: S9.3
export function checksRunOut({ placement, edition, checks }: PlacementFacts, today: Day, mayCheck: boolean) {
  if (placement.stage !== 'started') return null;
  const over = standingsOn(edition, checks, today).filter(({ state }) => state === 'run-out');
  if (over.length === 0) return null;
  return {
    rows: over.map((each) => `${each.row.label}. ${lastingWords(each)}`),
    href: mayCheck ? urlOf(paths.placements.checks, placement) : null,
  };
}
