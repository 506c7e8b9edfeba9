import type { DutyKind } from '#domain';
import type { Day } from '#event-sourcing';
import type { Condition } from './condition.js';
import type { Rung, RungTime } from './duty-rules.js';
import { evidenceWords, type Certainty, type ConditionName, type GateName } from './vocabulary.js';
import type { Edition } from './running.js';
import type { AssuranceItem, Citation, DirectionReviewRules, PreAdmissionCheck, Requirement } from './written.js';

/** What an edition says, as a head of school would say it. */
const conditionWords: Readonly<Record<ConditionName, string>> = {
  'looked-after': 'the pupil is looked after',
  'child-protection': 'the pupil has a child protection plan',
  'child-in-need': 'the pupil is a child in need',
  'ehc-plan': 'the pupil has an education, health and care plan',
  'sen-support': 'the pupil gets support for special educational needs',
  'known-risk': 'a risk to the pupil is known',
  'early-help': 'the pupil has an early help assessment',
  'part-time': 'the placement is part-time',
  directed: 'the placement is directed',
  suspension: 'the pupil is suspended, from the sixth school day on',
  'local-authority': 'the local authority arranged the placement',
  'dual-registered': 'the pupil is on the roll of two schools',
  'within-trust': 'the placement is at another school of the trust',
  absence: 'the provider said that the pupil is absent',
  silence: 'nobody has said whether the pupil came',
  closure: 'the provider is closed',
};

export function wordsOfCondition(condition: Condition): string {
  if (typeof condition === 'string') return conditionWords[condition];
  if ('not' in condition) return `it is not so that ${wordsOfCondition(condition.not)}`;
  const [parts, word] = 'any' in condition ? [condition.any, ' or '] : [condition.all, ' and '];
  return parts
    .map((each) => (typeof each === 'string' ? wordsOfCondition(each) : `(${wordsOfCondition(each)})`))
    .join(word);
}

const milestoneWords = {
  start: 'before the first day',
  agreement: 'before the agreement',
  'agreement-meeting': 'before the meeting at which it is agreed',
} as const;

export function wordsOfRequirement({ evidence, before, schoolDaysBefore, by }: Requirement): string {
  const limits = [
    ...(before === undefined ? [] : [milestoneWords[before]]),
    ...(schoolDaysBefore === undefined ? [] : [`at least ${days(schoolDaysBefore)} before`]),
    ...(by === undefined ? [] : [`by the ${plain(by)}`]),
  ];
  return [evidenceWords[evidence], ...limits].join(', ');
}

export const gateWords: Readonly<Record<GateName, string>> = {
  proposal: 'To be proposed, a placement',
  agreement: 'To be agreed, a placement',
  start: 'To start, a placement',
};

export const dutyWords: Readonly<Record<DutyKind, string>> = {
  'attendance-check': 'The provider’s word whether a pupil came',
  'find-the-pupil': 'The search for a pupil',
  'placement-gap': 'What was missing when a placement was found to have begun',
  'weekly-liaison': 'The talk of school and provider about a pupil in each school week',
  'welfare-check': 'The look that a pupil is safe and well',
  'monitoring-visit': 'The visit to a pupil at the provider',
};

/** A step of a ladder: when, what, and on which condition. */
export function wordsOfRung({ time, record, letter, to, when, until }: Rung): string {
  const deeds = [
    ...(record === undefined ? [] : [`it is written down as ${record}`]),
    ...(letter === undefined
      ? []
      : [`the ${to === undefined ? 'person meant' : plain(to)} gets the letter “${plain(letter)}”`]),
  ];
  const conditions = [
    ...(when === undefined ? [] : [`if ${wordsOfCondition(when)}`]),
    ...(until === undefined ? [] : ['unless somebody has taken it on']),
  ];
  return [`${wordsOfTime(time)}, ${deeds.join(' and ') || 'nothing is sent'}`, ...conditions].join(', ');
}

function wordsOfTime(time: RungTime): string {
  if ('after' in time) {
    const moment = { raised: 'it began', 'expected-arrival': 'the expected arrival', due: 'it was due' }[time.after];
    return time.minutes === 0 ? timesWithout[time.after] : `${minutes(time.minutes)} after ${moment}`;
  }
  const { schoolDaysAfterDue } = time;
  if (schoolDaysAfterDue === 0) return 'on the day on which it is due';
  const side = schoolDaysAfterDue < 0 ? 'before' : 'after';
  return `${days(Math.abs(schoolDaysAfterDue))} ${side} the day on which it is due`;
}
const timesWithout = {
  raised: 'as soon as it begins',
  'expected-arrival': 'at the expected arrival',
  due: 'when it is due',
} as const;

const certaintyWords: Readonly<Record<Certainty, string>> = {
  seen: '',
  'second-hand': ' (known from what others say of it)',
  unverified: ' (not read yet)',
};

/** A source by its title and edition, with how sure it is. */
export const wordsOfCitation = ({ title, edition, certainty }: Citation): string =>
  `${title}, ${edition}${certaintyWords[certainty]}`;

const unsure: Readonly<Record<Certainty, string>> = {
  seen: '',
  'second-hand': ', by what others say of it',
  unverified: ', which nobody has verified yet',
};

/** "within 6 days of the review, which nobody has verified yet" */
export const wordsOfLimit = ({ withinDays, certainty }: NonNullable<DirectionReviewRules['notice']>): string =>
  `within ${withinDays} days of the review${unsure[certainty]}`;

/** What an edition says of a review of a direction that somebody asks for in writing, in sentences. */
export function wordsOfReviewRules({
  directionReview,
  citations,
}: Pick<Edition, 'directionReview' | 'citations'>): string {
  if (directionReview === null) return 'Nothing is said.';
  const { citation, notAgainWithinWeeks, notice } = directionReview;
  const source = citations.find(({ id }) => id === citation);
  return [
    `It has to be held unless there was one in the ${notAgainWithinWeeks} weeks before.`,
    ...(notice ? [`Notice of its decision is due ${wordsOfLimit(notice)}.`] : []),
    ...(source ? [`It rests on: ${wordsOfCitation(source)}.`] : []),
  ].join(' ');
}

/** The source that asks for a check, as a sentence, or nothing where none is named. */
export function sourceOf({ citation }: PreAdmissionCheck, citations: readonly Citation[]): string | null {
  const source = citations.find(({ id }) => id === citation);
  return source ? `It is asked for by: ${wordsOfCitation(source)}.` : null;
}

/** What a provider is asked to confirm, with how it may be answered. */
export function wordsOfItem({ label, notRelevant, withDay, withWords, blocks }: AssuranceItem): string {
  const answers = [
    ...(withDay ? ['with the day'] : []),
    ...(withWords === undefined ? [] : [`with words on “${withWords}”`]),
    ...(notRelevant ? ['or not relevant'] : []),
    ...(blocks ? ['needed to accept it'] : []),
  ];
  return [`“${label}”`, ...answers].join(', ');
}

export const wordsOfDay = (on: Day): string => dayFormat.format(new Date(`${on}T12:00:00Z`));
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const plain = (word: string): string => word.replaceAll('-', ' ');
export const minutes = (count: number): string => `${count} ${count === 1 ? 'minute' : 'minutes'}`;
export const days = (count: number): string => `${count} school ${count === 1 ? 'day' : 'days'}`;
/** "in each school week", "once in 6 school weeks"; what is owed once, "once". */
export const wordsOfWeeks = (weeks: number | null): string =>
  weeks === null ? 'once' : weeks === 1 ? 'in each school week' : `once in ${weeks} school weeks`;
