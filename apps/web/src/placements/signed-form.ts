import { slotsOn, type SignedForm } from '#domain';
import { erased } from '#event-sourcing';
import { travelWords } from '../briefings/briefing-words.js';
import type { PlacementFacts } from './placement.page.js';
import { slotWords } from './timeline-words.js';

type Facts = Pick<PlacementFacts, 'placement' | 'edition' | 'briefing' | 'site'>;

/** What a parent signs now: the statements of the edition, and where, when and how the pupil goes as it is planned. */
// Procedure: S16.3, S16.4
export function signedForm({ placement, edition, briefing, site }: Facts): SignedForm | null {
  if (edition.agreement === null) return null;
  const { version, statements } = edition.agreement;
  const says = briefing.row?.says;
  const transport = says === undefined || says === erased ? null : says.transport;
  const arrangements = [
    ...(site ? [`${site.name}, ${site.address}`] : []),
    ...slotsOn(placement.weeks, placement.startedOn ?? placement.startOn).map(slotWords),
    transport === null ? 'Transport: not written yet' : `${travelWords[transport.travel]}: ${transport.times}`,
  ];
  return { version, statements: [...statements], arrangements };
}
