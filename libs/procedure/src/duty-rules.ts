import {
  isRecurring,
  kindOfLetter,
  letterKind,
  matterDutyKind,
  role,
  status,
  type DutyKind,
  type LetterKind,
  type MatterDutyKind,
  type Role,
  type SessionDutyKind,
} from '#domain';
import { known, no, type CannotRun, type Path } from './cannot-run.js';
import type { Condition } from './condition.js';
import { causeCondition } from './vocabulary.js';
import type { WrittenDuty, WrittenRung } from './written.js';

/** When a rung is due: so many minutes after a moment of its duty, or so many school days after the day on which it is due. */
export type RungTime =
  | { readonly after: 'raised' | 'expected-arrival' | 'due'; readonly minutes: number }
  | { readonly schoolDaysAfterDue: number };

/** One step of a ladder: when, on which condition, what it records, and which letter it sends to whom. */
export type Rung = {
  readonly step: string;
  readonly time: RungTime;
  readonly when?: Condition | undefined;
  readonly record?: 'unconfirmed' | undefined;
  readonly letter?: LetterKind | undefined;
  readonly to?: 'provider-contact' | Role | undefined;
  /** Whether it tells those who owe the duty, by whichever rung they have been told before. */
  readonly isToOwner?: boolean | undefined;
  readonly until?: 'taken' | undefined;
};

type Rule<K extends DutyKind> = {
  readonly kind: K;
  readonly waivable: boolean;
  readonly ladder: readonly Rung[];
};

/** A duty of a session. A check is raised at the expected arrival, a search's when the search is opened. */
export type SessionRule = Rule<SessionDutyKind> & {
  readonly dueAfterMinutes: number;
  /** Whether it is missed when the session ends; else it stays open until it is met. */
  readonly missedAtEndOfSession: boolean;
};

/**
 * A duty of a matter of a placement: owed once from the day on which that was taken on, due by a date that the head sets; or
 * owed again and again, due by the last school day of its weeks.
 */
export type MatterRule = Rule<MatterDutyKind> & {
  /** Whether it is missed when that day has passed; else it stays open until it is met. */
  readonly missedAfterItsDay: boolean;
  /** Once in so many school weeks, unless something else is agreed for a placement; null for what is owed once. */
  readonly everyWeeks: number | null;
};

/** The duties of an edition, by their kinds; a kind that the edition leaves out is not owed. */
export type DutyRules = { readonly [K in DutyKind]?: K extends SessionDutyKind ? SessionRule : MatterRule };

/** What is owed again and again is due by the end of the last school day of its weeks, and missed then. */
const recurring = {
  due: 'end-of-last-school-day',
  missedAt: 'end-of-last-school-day',
  together: 'person-and-day',
  moments: ['school-days-before-due', 'school-days-after-due'],
  conditions: [],
} as const;

/** What each kind of duty is made of; the engine knows no other composition of it. */
const composition = {
  'attendance-check': {
    each: 'planned-session',
    metBy: 'provider-answer',
    due: 'minutesAfterExpectedArrival',
    missedAt: 'end-of-session',
    together: 'site-and-session',
    moments: ['expected-arrival', 'raised', 'due'],
    conditions: status.options,
  },
  'find-the-pupil': {
    each: 'absence-or-silence',
    metBy: 'pupil-accounted-for',
    due: 'minutesAfterRaised',
    missedAt: undefined,
    together: 'site-and-session',
    moments: ['raised', 'due'],
    conditions: [...status.options, ...causeCondition.options],
  },
  'placement-gap': {
    each: 'missing-evidence',
    metBy: 'evidence-gathered',
    due: 'date-that-the-head-sets',
    missedAt: 'date-that-the-head-sets',
    together: 'person-and-day',
    moments: ['school-days-before-due', 'school-days-after-due'],
    conditions: [],
  },
  'weekly-liaison': { ...recurring, each: 'school-week-with-a-planned-slot', metBy: 'liaison-recorded' },
  'welfare-check': { ...recurring, each: 'agreed-number-of-weeks', metBy: 'welfare-check-recorded' },
  'monitoring-visit': { ...recurring, each: 'agreed-number-of-weeks', metBy: 'visit-recorded' },
} as const satisfies Record<DutyKind, unknown>;

/** A duty as it runs, as the one entry of its kind; what of it doesn't run is noted. */
export function dutyThatRuns(problems: CannotRun[], kind: DutyKind, duty: WrittenDuty): DutyRules {
  const made = composition[kind];
  const path: Path = ['duties', kind];
  if (duty.each !== made.each) no(problems, [...path, 'each'], `${kind} for each ${made.each} alone`);
  if (duty.metBy !== made.metBy) no(problems, [...path, 'metBy'], `${kind} met by ${made.metBy} alone`);
  const due = typeof duty.due === 'string' ? { [duty.due]: 0 } : (duty.due as Readonly<Record<string, number>>);
  const dueAfterMinutes = due[made.due];
  if (dueAfterMinutes === undefined) no(problems, [...path, 'due'], `${kind} due by ${made.due} alone`);
  if (duty.missedAt !== undefined && duty.missedAt !== made.missedAt) {
    no(
      problems,
      [...path, 'missedAt'],
      made.missedAt ? `it missed at ${made.missedAt} alone` : 'it open until it is met',
    );
  }
  const isMatter = matterDutyKind.options.some((each) => each === kind);
  const everyWeeks = weeksOf(problems, kind, path, duty);
  if (duty.owedBy !== undefined && !isMatter) no(problems, [...path, 'owedBy'], 'no owner of it');
  lettersTogether(problems, kind, path, duty.together, isMatter);
  if (duty.waivable && kind === 'find-the-pupil') no(problems, [...path, 'waivable'], 'no waiver of a search');
  const { waivable } = duty;
  const ladder = duty.ladder.map((rung, index) =>
    rungThatRuns(problems, kind, [...path, 'ladder', index], rung, duty.owedBy),
  );
  if (isMatter)
    return { [kind]: { kind, waivable, ladder, missedAfterItsDay: duty.missedAt !== undefined, everyWeeks } };
  const missedAtEndOfSession = duty.missedAt === 'end-of-session';
  return { [kind]: { kind, waivable, ladder, dueAfterMinutes: dueAfterMinutes ?? 0, missedAtEndOfSession } };
}

/** How often a duty is owed: each week, as often as the edition says, or null where it is owed once. */
function weeksOf(problems: CannotRun[], kind: DutyKind, path: Path, duty: WrittenDuty): number | null {
  const { each } = composition[kind];
  if (each !== 'agreed-number-of-weeks' && duty.everyWeeks !== undefined) {
    no(problems, [...path, 'everyWeeks'], 'number of weeks for it');
  }
  if (!isRecurring(kind)) return null;
  if (duty.missedAt === undefined) no(problems, path, `${kind} without missedAt: end-of-last-school-day`);
  if (each === 'agreed-number-of-weeks' && duty.everyWeeks === undefined) {
    no(problems, path, `${kind} without everyWeeks, the number of school weeks where none is agreed`);
  }
  return duty.everyWeeks ?? 1;
}

/** Letters about sessions come together by site and session, where nothing is said; all others have to say how. */
function lettersTogether(
  problems: CannotRun[],
  kind: DutyKind,
  path: Path,
  together: WrittenDuty['together'],
  isNeeded: boolean,
): void {
  const made = composition[kind].together;
  if (together === made || (together === undefined && !isNeeded)) return;
  no(problems, [...path, 'together'], `its letters by ${made.replaceAll('-', ' ')} alone`);
}

function rungThatRuns(
  problems: CannotRun[],
  kind: DutyKind,
  path: Path,
  rung: WrittenRung,
  owner: Role | undefined,
): Rung {
  const { moments, conditions } = composition[kind];
  known(problems, [...path, 'when'], rung.when, conditions);
  const time = timeOf(rung);
  if (!time || !(moments as readonly string[]).includes(countedFrom(rung))) {
    no(problems, path, `rungs of ${kind} counted from ${moments.join(', ')} alone`);
  }
  const letter = rung.letter === undefined ? undefined : letterKind.safeParse(rung.letter).data;
  if (rung.letter !== undefined && letter === undefined) no(problems, [...path, 'letter'], `no letter ${rung.letter}`);
  if (letter !== undefined && kindOfLetter[letter] !== kind) {
    no(problems, [...path, 'letter'], `no letter ${letter} about ${kind}`);
  }
  const to = rung.to?.map((each) =>
    each === 'provider-contact' ? each : each === 'owner' ? owner : role.safeParse(each).data,
  );
  if (to && (to.length > 1 || to[0] === undefined))
    no(problems, [...path, 'to'], 'one role, or the contact, for a rung');
  if (to?.[0] === 'provider-contact' && kind !== 'attendance-check')
    no(problems, [...path, 'to'], `nobody at the provider who is told of ${kind}`);
  lettersTogether(problems, kind, path, rung.together, false);
  if (rung.record !== undefined && kind !== 'attendance-check')
    no(problems, [...path, 'record'], 'no such record of it');
  const { step, when, record, until } = rung;
  const isToOwner = rung.to?.[0] === 'owner';
  return { step, time: time ?? { after: 'due', minutes: 0 }, when, record, letter, to: to?.[0], isToOwner, until };
}

function timeOf(rung: WrittenRung): RungTime | null {
  if (rung.at !== undefined) return { after: rung.at, minutes: 0 };
  if (rung.minutesAfterRaised !== undefined) return { after: 'raised', minutes: rung.minutesAfterRaised };
  if (rung.minutesAfterDue !== undefined) return { after: 'due', minutes: rung.minutesAfterDue };
  if (rung.schoolDaysBeforeDue !== undefined) return { schoolDaysAfterDue: -rung.schoolDaysBeforeDue };
  if (rung.schoolDaysAfterDue !== undefined) return { schoolDaysAfterDue: rung.schoolDaysAfterDue };
  if (rung.minutesAfterExpectedArrival === undefined) return null;
  return { after: 'expected-arrival', minutes: rung.minutesAfterExpectedArrival };
}

function countedFrom(rung: WrittenRung): string {
  if (rung.schoolDaysBeforeDue !== undefined) return 'school-days-before-due';
  if (rung.schoolDaysAfterDue !== undefined) return 'school-days-after-due';
  const time = timeOf(rung);
  return time && 'after' in time ? time.after : '';
}
