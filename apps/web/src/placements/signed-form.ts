import { arrangedOn, slotsOn, type LinkSignatory, type SignedForm } from '#domain';
import { erased, idFrom, type Day, type Id } from '#event-sourcing';
import { signatoryWords } from '#procedure';
import { travelWords } from '../briefings/briefing-words.js';
import { addressOf } from './place-words.js';
import type { PlacementFacts } from './placement.page.js';
import { slotWords } from './timeline-words.js';

type Facts = Pick<PlacementFacts, 'placement' | 'edition' | 'briefing' | 'site'>;

/** What is signed on a day: the statements of the edition, and where, when and how the pupil goes as it is planned then. */
// Procedure: S16.3, S16.4
export function signedForm({ placement, edition, briefing, site }: Facts, today: Day): SignedForm | null {
  if (edition.agreement === null) return null;
  const { version, statements } = edition.agreement;
  const says = briefing.row?.says;
  const transport = says === undefined || says === erased ? null : says.transport;
  const first = firstDayOf(placement);
  const arrangements = [
    ...(site ? [addressOf(site)] : []),
    ...slotsOn(placement.weeks, today > first ? today : first).map(slotWords),
    transport === null ? 'Transport: not written yet' : `${travelWords[transport.travel]}: ${transport.times}`,
  ];
  return { version, statements: [...statements], arrangements };
}

/** What somebody signs for themselves: the same arrangements, and our own statement, because the printed form has none for them. */
// Procedure: S16.10, S16.11, S16.12
export function signatoryForm(facts: Facts, today: Day, signatory: LinkSignatory): SignedForm | null {
  const form = signedForm(facts, today);
  if (form === null) return null;
  const statement = `I have read what is arranged for this pupil, and sign the agreement about it as ${signatoryWords(signatory)}.`;
  return { ...form, statements: [statement] };
}

/** What is arranged on a day, as the placement's own stream tells it again when a signature arrives. */
export const arrangedIn = ({ placement, briefing }: Facts, today: Day): Id =>
  arrangedOn(placement.weeks, firstDayOf(placement), today, briefing.row?.says);

/** The same form, the same id: by it a page that is sent tells what it showed. */
export const formId = ({ version, statements, arrangements }: SignedForm): Id =>
  idFrom('signed form', version, JSON.stringify(statements), JSON.stringify(arrangements));

const firstDayOf = ({ startedOn, startOn }: PlacementFacts['placement']): Day =>
  startedOn !== undefined && startedOn < startOn ? startedOn : startOn;
