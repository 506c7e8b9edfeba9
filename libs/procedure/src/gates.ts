import { signedBy, weekOn, isPartTime, type PlannedWeek, type Route } from '#domain';
import type { Day } from '#event-sourcing';
import { known, type Known } from './condition.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';
import type { Requirement } from './written.js';
import { routeCondition, wordsFor, type ConditionName, type GateName } from './vocabulary.js';

/** What has been gathered for a placement, and what is known of its pupil. */
export type GateFacts = {
  /** The evidence that is there, by its name, and the day that it is of. */
  readonly evidence: ReadonlyMap<string, Day>;
  /** The day for which the start is meant, and that of the agreement. */
  readonly startOn: Day;
  readonly agreedOn?: Day | undefined;
  readonly conditions?: ReadonlyMap<ConditionName, Known> | undefined;
  /** The school's own: limits in school days are counted by it. */
  readonly calendar: SchoolCalendar;
};

/** Something that a gate asks for: its name and the words in which it says so. */
export type Missing = {
  readonly evidence: string;
  readonly words: string;
  /** The day before which it should have been. */
  readonly before?: Day;
  /** The first day for which what is there would be early enough; null where the school has entered no such day. */
  readonly enoughFor?: Day | null;
};

/** The name under which a placement has what a requirement asks for. */
export const evidenceFor = ({ evidence, by }: Requirement): string => (by === undefined ? evidence : signedBy(by));

/**
 * What is known of a placement's shape on a day.
 *
 * Whether it is part-time is for the plan of the pupil's whole week to say, where there is one. Where there is none, fewer
 * sessions at the provider than the week has are part-time only where the rest is not taught; where nobody has said, that is
 * not known, and asks as if it were so.
 */
// Procedure: S7.6, S16.1
export function shapeOf(
  placement: { readonly route?: Route | undefined; readonly weeks: readonly PlannedWeek[] },
  on: Day,
  byWholeWeek: Known | null = null,
): readonly (readonly [ConditionName, Known])[] {
  const week = weekOn(placement.weeks, on);
  return [
    ...routeCondition.options.map((each) => [each, placement.route === each ? 'yes' : 'no'] as const),
    ['part-time', byWholeWeek ?? (week ? isPartTime(week) : 'unknown')],
  ];
}

// Procedure: S16.2
/** Everything that a gate of an edition asks for, given what is known; what is unknown asks as if it were so. */
export function requiredFor(
  edition: Edition,
  gate: GateName,
  conditions: GateFacts['conditions'],
): readonly Requirement[] {
  const of = (name: ConditionName): Known => conditions?.get(name) ?? 'unknown';
  return (edition.gates.get(gate) ?? []).flatMap(({ when, require, otherwise }) =>
    when === undefined || known(when, of) !== 'no' ? require : (otherwise ?? []),
  );
}

/**
 * What a gate finds missing, all of it at once, so that nobody comes back twice. `before: start` is an earlier day than
 * the first: what is done on the morning itself was not done beforehand.
 */
export function missingFor(edition: Edition, gate: GateName, facts: GateFacts): readonly Missing[] {
  const missing = new Map<string, Missing>();
  for (const requirement of requiredFor(edition, gate, facts.conditions)) {
    const name = evidenceFor(requirement);
    const on = facts.evidence.get(name);
    if (on === undefined) missing.set(name, { evidence: name, words: wordsFor(name) });
    else for (const each of tooLate(requirement, name, on, facts)) missing.set(each.evidence, each);
  }
  return [...missing.values()];
}

/** What a requirement finds wrong with the day of evidence that is there. */
function tooLate({ before, schoolDaysBefore }: Requirement, name: string, on: Day, facts: GateFacts): Missing[] {
  const words = wordsFor(name);
  if (schoolDaysBefore !== undefined) {
    const { startOn, calendar } = facts;
    if (isSoEarly(calendar, on, startOn, schoolDaysBefore)) return [];
    const enoughFor = enoughForDay(calendar, on, schoolDaysBefore);
    const early = `${words}, at least ${schoolDaysBefore} school days before ${startOn}: it is of ${on}`;
    return [{ evidence: name, words: early, enoughFor }];
  }
  if (before === undefined) return [];
  const limit = milestoneOf(before, facts);
  // Nothing is before a day that has not been: what is to come after it is missing as well.
  if (limit.on === undefined) return [{ evidence: limit.evidence, words: wordsFor(limit.evidence) }];
  if (on < limit.on) return [];
  return [{ evidence: name, words: `${words}, before ${limit.on}: it is of ${on}`, before: limit.on }];
}

function milestoneOf(before: NonNullable<Requirement['before']>, { startOn, agreedOn, evidence }: GateFacts) {
  switch (before) {
    case 'start':
      return { evidence: 'start', on: startOn };
    case 'agreement':
      return { evidence: 'agreement-signed', on: agreedOn };
    // Procedure: S7.5
    case 'agreement-meeting':
      return { evidence: 'agreement-meeting-held', on: evidence.get('agreement-meeting-held') };
  }
}

/** Whether so many school days lie between two days, the first one of them counted and the last one not. */
// Procedure: X9
export const isSoEarly = (calendar: SchoolCalendar, on: Day, startOn: Day, schoolDays: number): boolean =>
  on <= startOn && calendar.schoolDaysBetween(on, startOn) >= schoolDays;

/** The first school day for which a day is so many school days early; null when the calendar doesn't reach that far. */
export const enoughForDay = (calendar: SchoolCalendar, on: Day, schoolDays: number): Day | null =>
  calendar.addSchoolDays(on, calendar.isSchoolDay(on) ? schoolDays : schoolDays + 1);
