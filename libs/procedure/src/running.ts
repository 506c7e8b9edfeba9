import { dutyKind, letterKind, role, status, type DutyKind, type LetterKind, type Role } from '#domain';
import { namesIn, type Condition } from './condition.js';
import type { PreAdmissionCheck, Requirement, WrittenDuty, WrittenEdition, WrittenRung } from './written.js';
import { causeCondition, type GateName } from './vocabulary.js';

/** When a rung is due: so many minutes after a moment of its duty. */
export type RungTime = { readonly after: 'raised' | 'expected-arrival' | 'due'; readonly minutes: number };

/** One step of a ladder: when, on which condition, what it records, and which letter it sends to whom. */
export type Rung = {
  readonly step: string;
  readonly time: RungTime;
  readonly when?: Condition | undefined;
  readonly record?: 'unconfirmed' | undefined;
  readonly letter?: LetterKind | undefined;
  readonly to?: 'provider-contact' | Role | undefined;
  readonly until?: 'taken' | undefined;
};

/** A duty that the engine runs. A check is raised at the expected arrival, a search's when the search is opened. */
export type DutyRule = {
  readonly kind: DutyKind;
  readonly dueAfterMinutes: number;
  /** Whether it is missed when the session ends; else it stays open until it is met. */
  readonly missedAtEndOfSession: boolean;
  readonly waivable: boolean;
  readonly ladder: readonly Rung[];
};

export type GateRule = {
  readonly when?: Condition | undefined;
  readonly require: readonly Requirement[];
  readonly otherwise?: readonly Requirement[] | undefined;
};

/** An edition of the procedure that this version of Waymark runs, all of it. */
export type Edition = Pick<WrittenEdition, 'id' | 'edition' | 'inForceFrom' | 'title' | 'review' | 'citations'> & {
  /** SHA-256 of the edition's canonical text: the same words, the same hash, however they are laid out. */
  readonly hash: string;
  readonly checks: readonly PreAdmissionCheck[];
  readonly gates: ReadonlyMap<GateName, readonly GateRule[]>;
  readonly duties: ReadonlyMap<DutyKind, DutyRule>;
};

/** Something that an edition says and this version can't run, and where. */
export type CannotRun = { readonly path: readonly PropertyKey[]; readonly message: string };

/** What of an edition runs, and what doesn't: an edition is used only when nothing is left over. */
export function running(written: WrittenEdition, hash: string): { edition: Edition; problems: readonly CannotRun[] } {
  const problems: CannotRun[] = [];
  const { id, edition, inForceFrom, title, review, citations, checks } = written;

  checks.forEach(({ scope }, index) => {
    // One answer for a site serves every pupil there, and what was arranged for one of them must not.
    if (scope === 'placement')
      no(problems, ['checks', index, 'scope'], 'checks of a site alone, none of each placement');
  });

  const gates = new Map<GateName, readonly GateRule[]>();
  for (const [name, rules] of Object.entries(written.gates) as [GateName, readonly GateRule[]][]) {
    gates.set(name, rules);
    if (name !== 'start') no(problems, ['gates', name], 'no gate but that of the start');
    rules.forEach((rule, index) => {
      known(problems, ['gates', name, index, 'when'], rule.when, status.options);
      for (const part of ['require', 'otherwise'] as const) {
        for (const required of rule[part] ?? []) gateRuns(problems, ['gates', name, index, part], required);
      }
    });
  }

  const duties = new Map<DutyKind, DutyRule>();
  for (const [name, duty] of Object.entries(written.duties)) {
    const kind = dutyKind.safeParse(name).data;
    if (kind) duties.set(kind, dutyThatRuns(problems, kind, duty));
    else no(problems, ['duties', name], `no duty called ${name}, only ${dutyKind.options.join(' and ')}`);
  }
  return { edition: { id, edition, hash, inForceFrom, title, review, citations, checks, gates, duties }, problems };
}

type Path = readonly PropertyKey[];

const no = (problems: CannotRun[], path: Path, what: string): void => {
  problems.push({ path, message: `can't be run: this version has ${what}` });
};

function known(problems: CannotRun[], path: Path, condition: Condition | undefined, names: readonly string[]): void {
  for (const name of condition === undefined ? [] : namesIn(condition)) {
    if (!names.includes(name)) no(problems, path, `nothing here that knows whether ${name} holds`);
  }
}

function gateRuns(problems: CannotRun[], path: Path, { evidence, before, schoolDaysBefore, by }: Requirement): void {
  if (by !== undefined || evidence === 'agreement-signed-by') no(problems, path, 'no record of who must have signed');
  if (before === 'agreement-meeting') no(problems, path, 'no record of the meeting');
  if (schoolDaysBefore !== undefined) no(problems, path, 'no notice that is counted in school days');
}

/** What each kind of duty is made of; the engine knows no other composition of it. */
const composition = {
  'attendance-check': {
    each: 'planned-session',
    metBy: 'provider-answer',
    due: 'minutesAfterExpectedArrival',
    missedAt: 'end-of-session',
    moments: ['expected-arrival', 'raised', 'due'],
    conditions: status.options,
  },
  'find-the-pupil': {
    each: 'absence-or-silence',
    metBy: 'pupil-accounted-for',
    due: 'minutesAfterRaised',
    missedAt: undefined,
    moments: ['raised', 'due'],
    conditions: [...status.options, ...causeCondition.options],
  },
} as const satisfies Record<DutyKind, unknown>;

function dutyThatRuns(problems: CannotRun[], kind: DutyKind, duty: WrittenDuty): DutyRule {
  const made = composition[kind];
  const path: Path = ['duties', kind];
  if (duty.each !== made.each) no(problems, [...path, 'each'], `${kind} for each ${made.each} alone`);
  if (duty.metBy !== made.metBy) no(problems, [...path, 'metBy'], `${kind} met by ${made.metBy} alone`);
  const due = typeof duty.due === 'string' ? {} : (duty.due as Readonly<Record<string, number>>);
  const dueAfterMinutes = due[made.due];
  if (dueAfterMinutes === undefined) no(problems, [...path, 'due'], `${kind} due by ${made.due} alone`);
  if (duty.missedAt !== undefined && duty.missedAt !== made.missedAt) {
    no(
      problems,
      [...path, 'missedAt'],
      made.missedAt ? `it missed at ${made.missedAt} alone` : 'it open until it is met',
    );
  }
  if (duty.owedBy !== undefined) no(problems, [...path, 'owedBy'], 'no owner of it');
  if (duty.together === 'person-and-day') no(problems, [...path, 'together'], 'its letters by site and session alone');
  if (duty.waivable && kind === 'find-the-pupil') no(problems, [...path, 'waivable'], 'no waiver of a search');
  return {
    kind,
    dueAfterMinutes: dueAfterMinutes ?? 0,
    missedAtEndOfSession: duty.missedAt === 'end-of-session',
    waivable: duty.waivable,
    ladder: duty.ladder.map((rung, index) => rungThatRuns(problems, kind, [...path, 'ladder', index], rung)),
  };
}

function rungThatRuns(problems: CannotRun[], kind: DutyKind, path: Path, rung: WrittenRung): Rung {
  const { moments, conditions } = composition[kind];
  known(problems, [...path, 'when'], rung.when, conditions);
  const time = timeOf(rung);
  if (!time || !(moments as readonly string[]).includes(time.after)) {
    no(problems, path, `rungs of ${kind} counted from ${moments.join(', ')} alone`);
  }
  const letter = rung.letter === undefined ? undefined : letterKind.safeParse(rung.letter).data;
  if (rung.letter !== undefined && letter === undefined) no(problems, [...path, 'letter'], `no letter ${rung.letter}`);
  const to = rung.to?.map((each) => (each === 'provider-contact' ? each : role.safeParse(each).data));
  if (to && (to.length > 1 || to[0] === undefined))
    no(problems, [...path, 'to'], 'one role, or the contact, for a rung');
  if (rung.together === 'person-and-day') no(problems, [...path, 'together'], 'its letters by site and session alone');
  if (rung.record !== undefined && kind !== 'attendance-check')
    no(problems, [...path, 'record'], 'no such record of it');
  const { step, when, record, until } = rung;
  return { step, time: time ?? { after: 'due', minutes: 0 }, when, record, letter, to: to?.[0], until };
}

function timeOf(rung: WrittenRung): RungTime | null {
  if (rung.at !== undefined) return { after: rung.at, minutes: 0 };
  if (rung.minutesAfterRaised !== undefined) return { after: 'raised', minutes: rung.minutesAfterRaised };
  if (rung.minutesAfterDue !== undefined) return { after: 'due', minutes: rung.minutesAfterDue };
  if (rung.minutesAfterExpectedArrival === undefined) return null;
  return { after: 'expected-arrival', minutes: rung.minutesAfterExpectedArrival };
}
