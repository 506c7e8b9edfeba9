import { orElse } from '#event-sourcing';
import type { PlacementRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf, shortDay } from '../shell/words.js';
import type { PupilFacts } from './gather.js';

/** A placement as the page of a pupil lists it. */
export function placementLine(placement: PlacementRow, { sites, now }: PupilFacts) {
  return {
    href: urlOf(paths.placements.show, placement),
    site: sites.get(placement.siteId)?.name ?? 'Unknown site',
    stage: stageTag(placement, dayOf(now)),
    dates: placementDates(placement),
    because: placement.endedBecause === undefined ? '' : orElse(placement.endedBecause, 'The reason is erased'),
  };
}

/** "from 2 Nov 2026 until 13 Nov 2026" */
export function placementDates({ startedOn, startOn, endedOn, plannedEndOn }: PlacementRow): string {
  const from = `${startedOn === undefined ? 'to begin' : 'from'} ${shortDay(startedOn ?? startOn)}`;
  const until = endedOn ? `until ${shortDay(endedOn)}` : plannedEndOn ? `planned until ${shortDay(plannedEndOn)}` : '';
  return `${from} ${until}`.trim();
}
