import type { Day, Id } from '#event-sourcing';
import type { Edition } from '#procedure';
import { lastingWords, standingsOn, standingTag } from '../placements/check-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import type { SiteFacts } from './gather.js';

/** How the checklist stands at a site: what is settled, and what is not, in the words of the procedure. */
export function checksOf({ checks, placements }: SiteFacts, edition: Edition | null, schoolId: Id, today: Day) {
  const rows = edition ? standingsOn(edition, checks, today) : [];
  const open = rows
    .filter(({ isSettled }) => !isSettled)
    .map((each) => ({ label: each.row.label, tag: standingTag[each.state], lasting: lastingWords(each) }));
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
    ending: rows
      .filter(({ state, isSoonOver }) => state === 'run-out' || isSoonOver)
      .map((each) => `${each.row.label}. ${lastingWords(each)}`),
    href: placement ? urlOf(paths.placements.checks, { schoolId, placementId: placement.placementId }) : null,
  };
}
