import { erased, type Id } from '#event-sourcing';
import type { PlacementRow } from '#read-models';
import { adultName } from '../providers/provider-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { count } from '../shell/words.js';
import type { StopFacts } from './gather.js';

/** What a stop is about: "The Wheelhouse Project", "Canal Street workshop, The Wheelhouse Project". */
export function aboutWords({ stop, provider, site, adult }: StopFacts): string {
  const of = provider?.name ?? 'a provider';
  if (stop.adultId !== undefined) return `${adult ? adultName(adult) : 'somebody'}, ${of}`;
  return stop.siteId === undefined ? of : `${site?.name ?? 'a site'}, ${of}`;
}

/** What a school decided about a placement for a stop; null where it has not, or what it decided is erased. */
export const reviewOf = ({ stopReviews }: PlacementRow, stopId: string) =>
  stopReviews === erased ? null : (stopReviews.find((each) => each.stopId === stopId) ?? null);

/** The placements for which a school has not decided yet. */
export const undecided = ({ stop, placements }: StopFacts): readonly PlacementRow[] =>
  placements.filter((each) => reviewOf(each, stop.stopId) === null);

/** What a school is told of stops that touch its pupils: what is stopped, and for how many of them it has yet to decide. */
export const stopNotices = (stops: readonly StopFacts[], schoolId: Id) =>
  stops.map((facts) => {
    const { stopId } = facts.stop;
    const [all, open] = [facts.placements.length, undecided(facts).length];
    return {
      id: `stop-${stopId}`,
      title: aboutWords(facts),
      href: urlOf(paths.stops.show, { schoolId, stopId }),
      text: `${count(all, 'placement')} of yours ${all === 1 ? 'is' : 'are'} there. ${open === 0 ? 'You have decided about each.' : `${open} still to be decided.`}`,
      open: open > 0,
    };
  });
