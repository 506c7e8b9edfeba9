import type { Id } from '#event-sourcing';
import type { Edition } from '#procedure';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import type { SiteFacts } from './gather.js';

/** How the checklist stands at a site: what is settled, and what is not, in the words of the procedure. */
export function checksOf({ checks, placements }: SiteFacts, edition: Edition | null, schoolId: Id) {
  const rows = edition?.checks ?? [];
  const open = rows.flatMap(({ id, label }) => {
    const check = checks.get(id);
    if (check === undefined) return [{ label, tag: { text: 'Not answered', colour: 'yellow' } }];
    return check.outcome === 'not-met' ? [{ label, tag: { text: 'Not met', colour: 'red' } }] : [];
  });
  const last = [...checks.values()]
    .map(({ on }) => on)
    .toSorted()
    .at(-1);
  // A site's checks are recorded on a placement there, whose pupil they are for.
  const placement = placements.find(({ stage }) => stage !== 'ended');
  return {
    summary: `${rows.length - open.length} of ${count(rows.length, 'check')} settled${last === undefined ? '' : `, the last on ${shortDay(last)}`}.`,
    tag:
      open.length === 0 ? { text: 'Complete', colour: 'green' } : { text: `${open.length} missing`, colour: 'orange' },
    open,
    href: placement ? urlOf(paths.placements.checks, { schoolId, placementId: placement.placementId }) : null,
  };
}
