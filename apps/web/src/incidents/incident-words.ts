import type { IncidentChannel, IncidentEvent, IncidentKind, IncidentOutcome, ParentsTold } from '#domain';
import { erased, type Day, type Erased } from '#event-sourcing';
import type { IncidentRow } from '#read-models';
import type { NamesOf } from '../placements/timeline-words.js';
import { capital, count, dayOf, listInWords, momentInWords, shortDay, timeInWords } from '../shell/words.js';

export const incidentKindWords: Readonly<Record<IncidentKind, string>> = {
  restraint: 'Restraint',
  injury: 'Injury',
  bullying: 'Bullying',
  'sent-home': 'Sent home',
  search: 'Search of the pupil',
  property: 'Damage or loss of property',
  other: 'Something else',
};
export const incidentChannelWords: Readonly<Record<IncidentChannel, string>> = {
  telephone: 'By telephone',
  email: 'By email',
  'in-person': 'In person',
};
export const outcomeWords: Readonly<Record<IncidentOutcome, string>> = {
  'no-further-action': 'No further action',
  'handed-to-safeguarding': 'Handed to the safeguarding system',
  'risk-assessment-review': 'The risk assessment is to be reviewed',
};

type Tag = { readonly text: string; readonly colour: string };
type Account = Pick<IncidentRow, 'says' | 'on' | 'toldOn' | 'toldAt'>;

/** "Restraint, 20 Nov 2026". */
export const incidentTitle = ({ says, on }: Pick<Account, 'says' | 'on'>): string =>
  `${says === erased ? 'Incident' : incidentKindWords[says.kind]}, ${shortDay(on)}`;

/** By the end of which day it is to be seen: that on which the school was told, or on which it was corrected afterwards. */
export function toBeSeenOn({ toldOn, firstSeen, corrections }: IncidentRow): Day {
  const last = corrections === erased ? undefined : corrections.at(-1);
  return firstSeen && last ? dayOf(last.at) : toldOn;
}

export function incidentTag(row: IncidentRow, today: Day): Tag {
  switch (row.state) {
    case 'unseen': {
      const by = toBeSeenOn(row);
      return by < today
        ? { text: `Not seen since ${shortDay(by)}`, colour: 'red' }
        : { text: 'To be seen today', colour: 'yellow' };
    }
    case 'seen':
      return { text: 'Seen, not decided', colour: 'yellow' };
    case 'decided':
      return { text: 'Decided', colour: 'green' };
    case 'withdrawn':
      return { text: 'Entered in error', colour: 'grey' };
  }
}

const daysBetween = (from: Day, until: Day): number => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);

/** That the school was told on a later day than that on which it was; empty where it was told on the day. */
export const lateWords = ({ on, toldOn }: Pick<Account, 'on' | 'toldOn'>): string =>
  on === toldOn ? '' : `The school was told ${count(daysBetween(on, toldOn), 'day')} after it.`;

/** Whether somebody who answers for safeguarding has seen it, since when not, and when they should have. */
export function seenWords(row: IncidentRow, today: Day, nameOf: NamesOf): readonly string[] {
  const { firstSeen, seen, toldOn, toldAt } = row;
  const first = firstSeen
    ? [
        `${nameOf(firstSeen.personId)} saw it at ${momentInWords(firstSeen.seenAt)}${dayOf(firstSeen.seenAt) > toldOn ? `. It should have been seen on ${shortDay(toldOn)}` : ''}.`,
      ]
    : [];
  const again =
    firstSeen && seen && seen.seenAt !== firstSeen.seenAt
      ? [`It was corrected afterwards; ${nameOf(seen.personId)} saw it again at ${momentInWords(seen.seenAt)}.`]
      : [];
  if (row.state !== 'unseen') return [...first, ...again];
  const by = toBeSeenOn(row);
  const due = by < today ? `It should have been seen on ${shortDay(by)}.` : 'It is to be seen today.';
  const since = firstSeen
    ? `It was corrected on ${shortDay(by)} and nobody has seen it since.`
    : `Not seen since the school was told, at ${timeInWords(toldAt)} on ${shortDay(toldOn)}.`;
  return [...first, `${since} ${due}`];
}

export function parentsWords(parents: ParentsTold | Erased): string {
  if (parents === erased) return 'It has been erased.';
  return parents.told
    ? `Told on ${shortDay(parents.on)} at ${timeInWords(parents.at)} by ${parents.by}`
    : `Not told: ${parents.because}`;
}

/** What was decided, by whom and when; empty before that. */
export function decisionWords({ decided, decision }: IncidentRow, nameOf: NamesOf): readonly string[] {
  if (!decided) return [];
  const by = `${nameOf(decided.personId)}, on ${shortDay(decided.decidedOn)}.`;
  if (decision === undefined || decision === erased) return ['It has been erased.', by];
  const { outcomes, receipt, reason } = decision;
  return [
    `${capital(listInWords(outcomes.map((each) => outcomeWords[each])))}.`,
    ...(receipt === undefined ? [] : [`Reference: ${receipt}.`]),
    ...(reason === undefined ? [] : [reason]),
    by,
  ];
}

/** What an event says in the history of its placement: that there was something, and not what. */
export function incidentEventWords({ type, data }: IncidentEvent, nameOf: NamesOf): { title: string; text: string } {
  switch (type) {
    case 'IncidentTold': {
      const when = `${shortDay(data.toldOn)}, ${timeInWords(data.toldAt)}`;
      const late = lateWords(data);
      return {
        title: 'Incident told by the provider',
        text: `Of ${shortDay(data.on)}. ${nameOf(data.personId)} was told on ${when}.${late === '' ? '' : ` ${late}`}`,
      };
    }
    case 'IncidentCorrected':
      return { title: 'Incident corrected', text: `That of ${shortDay(data.on)}, by ${nameOf(data.personId)}.` };
    case 'IncidentSeen':
      return { title: 'Incident seen', text: `By ${nameOf(data.personId)}, at ${momentInWords(data.seenAt)}.` };
    case 'IncidentParentsTold':
      return { title: 'Incident: what parents know', text: `Entered by ${nameOf(data.personId)}.` };
    case 'IncidentDecided':
      return {
        title: 'Incident decided',
        text: `By ${nameOf(data.personId)}, on ${shortDay(data.decidedOn)}.`,
      };
    case 'IncidentWithdrawn':
      return { title: 'Incident entered in error', text: `So says ${nameOf(data.personId)}.` };
  }
}
