import type { Day, Id } from '#event-sourcing';
import type { Slot } from '../vocabulary.js';

/**
 * Whether a provider may need to register as a school, going by the pupils whom this installation knows there: a question
 * to ask, and never a finding. What is known of one pupil stays here; whoever is told, is told counts.
 */
export type RegistrationRule = {
  readonly inForceFrom: Day;
  /** So many full-time pupils, or so many who are looked after or have a plan, and a provider may have to register. */
  readonly fullTimePupils: number;
  readonly flaggedPupils: number;
  /** From so many hours a week on, a pupil is counted as full-time. */
  readonly fullTimeHours: number;
  /** From so many on, the hours of a pupil who is looked after or has a plan are worth a look. */
  readonly lookAtHours: number;
  /** How sure these figures are. */
  readonly certainty: string;
};

// Procedure: S4.6
export const registrationRules: readonly RegistrationRule[] = [
  {
    inForceFrom: '2025-01-01',
    fullTimePupils: 5,
    flaggedPupils: 1,
    fullTimeHours: 18,
    lookAtHours: 15,
    certainty:
      'The numbers of pupils are the law’s. The hours are not: guidance calls fewer than 18 a week unlikely to be full-time, and 15 is a prompt to look in time.',
  },
];

/** The rule in force on a day; before the first one, that one. */
export function registrationRuleOn(on: Day): RegistrationRule {
  const rule = registrationRules.findLast(({ inForceFrom }) => inForceFrom <= on) ?? registrationRules[0];
  if (!rule) throw new Error('There is no rule for when a provider may need to register.');
  return rule;
}

/** A pupil at a provider, by one placement. Flagged is who is looked after or has an education, health and care plan. */
export type Taught = {
  readonly subjectId: Id;
  readonly hoursAWeek: number;
  readonly flagged: 'yes' | 'no' | 'unknown';
};

export type RegistrationSignal = {
  readonly level: 'none' | 'amber' | 'red';
  readonly pupils: number;
  /** Those who are there for as long as counts as full-time. */
  readonly fullTime: number;
  /** Of the full-time ones, those who are looked after or have a plan. */
  readonly flaggedFullTime: number;
  /** Those who are looked after or have a plan, or of whom nobody knows, and whose hours are worth a look. */
  readonly worthALook: number;
};

const weight = { no: 0, unknown: 1, yes: 2 } as const;

/** What the pupils at a provider, or at one of its sites, of all schools, give reason to ask. */
export function registrationSignal(taught: readonly Taught[], rule: RegistrationRule): RegistrationSignal {
  const pupils = new Map<Id, Omit<Taught, 'subjectId'>>();
  for (const { subjectId, hoursAWeek, flagged } of taught) {
    const known = pupils.get(subjectId) ?? { hoursAWeek: 0, flagged: 'no' };
    pupils.set(subjectId, {
      hoursAWeek: known.hoursAWeek + hoursAWeek,
      flagged: weight[known.flagged] > weight[flagged] ? known.flagged : flagged,
    });
  }
  const all = [...pupils.values()];
  const fullTime = all.filter(({ hoursAWeek }) => hoursAWeek >= rule.fullTimeHours);
  const flaggedFullTime = fullTime.filter(({ flagged }) => flagged === 'yes').length;
  const worthALook = all.filter(({ hoursAWeek, flagged }) => hoursAWeek >= rule.lookAtHours && flagged !== 'no').length;
  const isRed = fullTime.length >= rule.fullTimePupils || flaggedFullTime >= rule.flaggedPupils;
  return {
    level: isRed ? 'red' : worthALook > 0 ? 'amber' : 'none',
    pupils: all.length,
    fullTime: fullTime.length,
    flaggedFullTime,
    worthALook,
  };
}

/** The hours of a week, each day from the first arrival to the last leaving: breaks are part of them. */
export function hoursAWeekOf(slots: readonly Slot[]): number {
  const days = new Map<number, { from: number; to: number }>();
  for (const { weekday, arriveAt, leaveAt } of slots) {
    const known = days.get(weekday) ?? { from: Infinity, to: 0 };
    days.set(weekday, {
      from: Math.min(known.from, minutesOf(arriveAt)),
      to: Math.max(known.to, minutesOf(leaveAt)),
    });
  }
  return [...days.values()].reduce((minutes, { from, to }) => minutes + to - from, 0) / 60;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
