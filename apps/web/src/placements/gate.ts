import { planOn, weekForGate, wholeWeekPlanned } from '#domain';
import { erased, type Day } from '#event-sourcing';
import {
  evidenceFor,
  missingFor,
  requiredFor,
  SchoolCalendar,
  shapeOf,
  writtenAssurance,
  type AssuranceStanding,
  type ConditionName,
  type Known,
  type Missing,
} from '#procedure';
import { stateWords } from '../briefings/briefing-words.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, dayInWords, shortDay } from '../shell/words.js';
import { plansOf } from '../weeks/week-words.js';
import { standingsOn, type RowStanding } from './check-words.js';
import type { PlacementFacts } from './placement.page.js';
import { evidenceText } from './timeline-words.js';

/** Something that the start asks for, and whether it is there. */
export type GateTask = {
  readonly evidence: string;
  readonly text: string;
  readonly hint: string;
  readonly state: 'done' | 'missing' | 'late';
};

type Facts = Pick<
  PlacementFacts,
  'placement' | 'pupil' | 'school' | 'edition' | 'checks' | 'week' | 'briefing' | 'place'
>;

/** What the start gate of the placement's own edition asks for, each with whether it is there. */
export function gateTasks(facts: Facts): GateTask[] {
  const { placement, edition } = facts;
  const startOn = placement.startedOn ?? placement.startOn;
  const { missing, evidence, conditions } = reckoning(facts, startOn);
  const asked = [...requiredFor(edition, 'start', conditions).map(evidenceFor), ...missing.keys()];
  const required = new Set([
    ...asked,
    ...askedByPlace(facts, startOn),
    ...(asksForAssurance(facts) ? [writtenAssurance] : []),
  ]);
  return [...required].map((name) => {
    const on = evidence.get(name);
    const late = missing.get(name);
    const isDone = late === undefined && on !== undefined;
    return {
      evidence: name,
      text: capital(evidenceText(name)),
      hint: `${hintOf(name, on, startOn, facts)}${lateWords(late)}`,
      state: isDone ? 'done' : on === undefined ? 'missing' : 'late',
    };
  });
}

/** What a start there needs beyond what the edition asks of every one. */
// Procedure: S4.7, S10.1, S10.2
export const askedByPlace = (facts: Pick<Facts, 'place' | 'edition'>, startOn: Day): readonly string[] => [
  ...(facts.place.mayNeedToRegister ? ['registration-decided'] : []),
  ...(asksForAssurance(facts) && assuranceState(facts, startOn) !== 'accepted' ? [writtenAssurance] : []),
];

/** Whether its edition has no placement start without written assurance. Of the past it is not known whether there was any. */
const asksForAssurance = ({ place, edition }: Pick<Facts, 'place' | 'edition'>): boolean =>
  edition.assurance?.neededToStart === true && place.assurance !== null;

const assuranceState = ({ place }: Pick<Facts, 'place'>, on: Day): AssuranceStanding['state'] =>
  place.assurance?.standingOn(on).state ?? 'not-asked';

/** What the gate finds for a first day, by the names of what is missing. */
function reckoning(facts: Facts, startOn: Day) {
  const { placement, edition, school } = facts;
  const week = weekAtStart(facts, startOn);
  const evidence = evidenceOf(facts, startOn, week?.plannedOn ?? null);
  const conditions = new Map([...conditionsOf(facts), ...shapeOf(placement, startOn, week?.partTime)]);
  const calendar = new SchoolCalendar(school);
  const { agreedOn } = placement;
  const found = missingFor(edition, 'start', { evidence, startOn, agreedOn, conditions, calendar });
  return { evidence, conditions, missing: new Map(found.map((each) => [each.evidence, each])) };
}

/** The whole week on the first day: the plan that holds then, with the placements that it names and this one. */
function weekAtStart({ placement, week }: Facts, startOn: Day) {
  const plans = plansOf(week);
  const beside = planOn(plans, startOn)?.beside ?? [];
  const others = week.placements.filter(
    ({ placementId }) => placementId !== placement.placementId && beside.includes(placementId),
  );
  return weekForGate(plans, [...others, { ...placement, startOn }], startOn);
}

/** By when it should have been there, or for which first day it is early enough. */
function lateWords(late: Missing | undefined): string {
  if (late?.before !== undefined) return `, and it has to be before ${shortDay(late.before)}`;
  if (late?.enoughFor === undefined) return '';
  if (late.enoughFor === null) return ', too late for the first day, and the school has entered no later school days';
  return `, early enough for a first day on ${dayInWords(late.enoughFor)} or later`;
}

/**
 * The evidence that is there, with the day that it is of. A site's checks count together once every row is settled for the first day, and what
 * the provider acknowledged as long as it is what the provider must know now.
 */
function evidenceOf(facts: Facts, startOn: Day, plannedOn: Day | null): Map<string, Day> {
  const { placement, edition, checks, briefing, place } = facts;
  const found = new Map(placement.evidence.map(({ evidence, on }) => [evidence, on]));
  if (placement.agreedOn !== undefined) found.set('agreement-signed', placement.agreedOn);
  if (placement.startedOn === undefined) {
    if (plannedOn === null) found.delete(wholeWeekPlanned);
    else found.set(wholeWeekPlanned, plannedOn);
  }
  if (briefing.state !== 'acknowledged') found.delete('briefing-acknowledged');
  const acceptedOn = place.assurance?.acceptedOn;
  if (acceptedOn !== undefined && assuranceState(facts, startOn) === 'accepted')
    found.set(writtenAssurance, acceptedOn);
  const settled = standingsOn(edition, checks, startOn).filter(({ isSettled }) => isSettled);
  const last = settled
    .flatMap(({ row }) => checks.get(row.id)?.on ?? [])
    .sort()
    .at(-1);
  if (last !== undefined && settled.length === edition.checks.length) found.set('pre-admission-checks', last);
  else if (placement.startedOn === undefined) found.delete('pre-admission-checks');
  return found;
}

/** What is known of the pupil: a status that was never noted is unknown, and asks as if it were so. */
function conditionsOf({ pupil }: Facts): Map<ConditionName, Known> {
  const statuses = !pupil || pupil.statuses === erased ? {} : pupil.statuses;
  return new Map(Object.entries(statuses) as [ConditionName, Known][]);
}

/** What is to be done about written assurance that does not stand, by how it does. */
const assuranceHints: Readonly<Record<AssuranceStanding['state'], string>> = {
  'not-asked': 'Nobody has asked the provider for it: ask',
  asked: 'The provider has been asked, and has not answered yet',
  overdue: 'The provider has not answered in time: ask again',
  answered: 'The provider has answered: read it, and accept it if it is sufficient',
  accepted: '',
  reopened: 'Somebody has come to the site, or gone, since the answer: ask anew',
  lapsed: 'The answer is too old on the first day: ask anew',
};

function hintOf(name: string, on: Day | undefined, startOn: Day, facts: Facts): string {
  const { edition, checks, briefing } = facts;
  if (name === writtenAssurance && on === undefined) return assuranceHints[assuranceState(facts, startOn)];
  if (name === 'briefing-acknowledged' && on === undefined) return stateWords[briefing.state];
  if (name !== 'pre-admission-checks') return on === undefined ? '' : shortDay(on);
  const rows = standingsOn(edition, checks, startOn);
  const having = (wanted: RowStanding['state']) => rows.filter(({ state }) => state === wanted).length;
  const [notMet, over] = [having('not-met'), having('run-out')];
  const parts = [`${rows.filter(({ isSettled }) => isSettled).length} of ${rows.length} settled`];
  if (notMet > 0) parts.push(`${notMet} not met`);
  if (over > 0) parts.push(`${over} run out before the first day`);
  return parts.join(', ');
}

/** What is missing for a start as the errors of its form: each leads to the page on which it can be put right. */
export function missingErrors(facts: Facts, startOn: Day, missing: readonly string[]): FormErrors {
  const found = reckoning(facts, startOn);
  return {
    of: {},
    summary: missing.map((name) => {
      const on = found.evidence.get(name);
      const late = on === undefined ? '' : ` of ${shortDay(on)}${lateWords(found.missing.get(name))}`;
      const todo = name === writtenAssurance ? `. ${assuranceHints[assuranceState(facts, startOn)]}` : '';
      const text = `${on === undefined ? 'Missing' : 'Too late'}: ${evidenceText(name)}${late}${todo}`;
      return { text, href: pageOf(name, facts.placement) };
    }),
  };
}

type GateAddress = Pick<
  PlacementFacts['placement'],
  'schoolId' | 'placementId' | 'subjectId' | 'providerId' | 'siteId'
>;
/** Where a piece of evidence is recorded. */
export function pageOf(evidence: string, address: GateAddress): string {
  if (evidence === writtenAssurance) return urlOf(paths.assurance.show, address);
  if (evidence === wholeWeekPlanned) return urlOf(paths.pupils.planWeek, address);
  if (evidence === 'pre-admission-checks') return urlOf(paths.placements.checks, address);
  if (evidence === 'briefing-acknowledged') return urlOf(paths.briefings.show, address);
  if (evidence === 'agreement-signed') return urlOf(paths.placements.agree, address);
  return urlOf(paths.placements.recordEvidence, { ...address, evidence });
}
