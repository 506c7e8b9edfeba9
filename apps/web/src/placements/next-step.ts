import { openSuspension } from '#domain';
import { writtenAssurance } from '#procedure';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords } from '../shell/words.js';
import { gateTasks, pageOf } from './gate.js';
import { evidenceText } from './timeline-words.js';
import type { PlacementFacts, PlacementReader } from './placement.page.js';

type Link = { readonly text: string; readonly href: string };
export type NextStep = {
  /** What is to be done next, and why; empty where nothing is. */
  readonly text: string;
  /** The way to do it, for those whose role it is. */
  readonly button: Link | null;
  /** What else can be recorded. */
  readonly links: readonly Link[];
};

const record: Readonly<Partial<Record<string, string>>> = {
  'pre-admission-checks': 'Record the checks of the site',
  'agreement-signed': 'Record the agreement',
  'whole-week-planned': 'Plan the whole week',
  'briefing-acknowledged': 'See to what the provider must know',
  [writtenAssurance]: 'See to the written assurance',
};

/** Whether the reader may open the page on which a piece of evidence is seen to. */
export const mayRecord = (evidence: string, { mayCheck, mayAgree }: PlacementReader): boolean =>
  evidence === 'pre-admission-checks' || evidence === writtenAssurance ? mayCheck : mayAgree;

/** What a placement needs next: from the proposal to the start one thing after the other, then whatever comes up. */
export function nextStep(facts: PlacementFacts, reader: PlacementReader): NextStep {
  const { text, button } = stepOf(facts, reader);
  return { text, button, links: linksOf(facts, reader).filter(({ href }) => href !== button?.href) };
}

function stepOf(facts: PlacementFacts, reader: PlacementReader): Pick<NextStep, 'text' | 'button'> {
  const { placement } = facts;
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  if (placement.stage === 'started' && placement.missing.length > 0 && placement.gapsDueOn === undefined) {
    const href = urlOf(paths.placements.gapsDue, address);
    return {
      text: 'It has begun though things are missing. A headteacher sets the date by which they are to be there.',
      button: reader.maySetGapsDue ? { text: 'Set the date', href } : null,
    };
  }
  if (placement.stage === 'ended' && placement.account === undefined) {
    return {
      text: 'It has ended. Say what came of it, by its aims and in the words of the pupil and the parents.',
      button: reader.mayStart ? { text: 'Say what came of it', href: urlOf(paths.placements.judge, address) } : null,
    };
  }
  if (placement.stage === 'started' || placement.stage === 'ended') return { text: '', button: null };
  const open = gateTasks(facts).find(({ state }) => state !== 'done');
  if (!open) {
    return {
      text: `Everything is there. Start it once the pupil is to go: its first day is ${dayInWords(placement.startOn)}.`,
      button: reader.mayStart ? { text: 'Start the placement', href: urlOf(paths.placements.start, address) } : null,
    };
  }
  const may = mayRecord(open.evidence, reader);
  const button = { text: record[open.evidence] ?? 'Record it', href: pageOf(open.evidence, placement) };
  const what = evidenceText(open.evidence);
  const late = open.state === 'late' ? ', which is there and came too late' : '';
  return { text: `It can’t start yet. Next it needs ${what}${late}.`, button: may ? button : null };
}

function linksOf({ placement, newer }: PlacementFacts, { mayAgree, mayStart, mayCheck }: PlacementReader): Link[] {
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  const over = placement.stage === 'ended';
  const runs = placement.stage === 'started';
  const suspended = openSuspension(placement.suspensions) !== undefined;
  const waiting = placement.stage === 'proposed' || placement.stage === 'agreed';
  const of = (show: boolean, text: string, path: string) => (show ? [{ text, href: urlOf(path, address) }] : []);
  return [
    ...of(mayAgree && placement.stage === 'proposed', 'Record the agreement', paths.placements.agree),
    ...of(
      mayAgree && !over && placement.agreedOn !== undefined,
      'Record that the agreement is taken back',
      paths.signing.withdraw,
    ),
    ...of(mayAgree && !over, 'Record evidence', paths.placements.evidence),
    ...of(mayCheck && !over, 'Checks of the site', paths.placements.checks),
    ...of(mayStart && !over, 'Change the week', paths.placements.week),
    ...of(mayStart && waiting, 'Start the placement', paths.placements.start),
    ...of(mayStart && waiting, 'Record that it has begun already', paths.placements.foundStarted),
    ...of(mayStart && !over, 'Change the planned end', paths.placements.plannedEnd),
    ...of(mayStart && !over && newer !== null, 'Adopt a newer edition of the procedure', paths.placements.adoptEdition),
    ...of(mayStart && runs && !suspended, 'Suspend the placement', paths.placements.suspend),
    ...of(mayStart && runs && suspended, 'Resume the placement', paths.placements.resume),
    ...of(mayStart && runs, 'End the placement', paths.placements.end),
    ...of(mayStart && over, 'Say what came of it', paths.placements.judge),
  ];
}
