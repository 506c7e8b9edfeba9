import { z } from 'zod';
import type { Day } from '#event-sourcing';
import { attendedMark } from '../placement/register.js';
import type { Delivery, Route } from '../placement/routes.js';
import type { Session } from '../vocabulary.js';
import type { Answer } from './attendance.js';
import type { Ground, Question } from './mark-grounds.js';
import { isInForce, type RegisterCode } from './register-codes.js';

/**
 * The mark that a school's register might have for one session of a pupil who is taught elsewhere: a code with what it rests
 * on, or a question to a person. It is a proposal. The school decides, and no code of attendance is ever proposed unless
 * the provider said of that very session that the pupil was there.
 */

/** What a pupil does at a place, which a register says beside the code. */
// Procedure: S8.2, S8.16, S8.17, S8.18, S8.19
export const nature = z.enum([
  'unregistered-provision',
  'college-course',
  'tuition',
  'transition-day',
  'sport',
  'work-experience',
  'visit',
  'other',
]);
export type Nature = z.output<typeof nature>;

/** What somebody found out of why a pupil was away. */
export const absenceReason = z.enum([
  'illness',
  'appointment',
  'interview',
  'religious-observance',
  'travelling',
  'performance',
  'exam-study',
  'exceptional-leave',
  'holiday-not-granted',
  'transport-of-authority',
  'transport-of-school',
  'travel-disrupted',
  'detained',
  'public-health',
  'other-unavoidable',
  'other-reason',
]);
export type AbsenceReason = z.output<typeof absenceReason>;

/** The code that stands for each reason. Whether to accept the reason is the school's decision. */
export const codeOfReason: Readonly<Record<AbsenceReason, RegisterCode>> = {
  illness: 'I',
  appointment: 'M',
  interview: 'J1',
  'religious-observance': 'R',
  travelling: 'T',
  performance: 'C1',
  'exam-study': 'S',
  'exceptional-leave': 'C',
  'holiday-not-granted': 'G',
  'transport-of-authority': 'Q',
  'transport-of-school': 'Y1',
  'travel-disrupted': 'Y2',
  detained: 'Y5',
  'public-health': 'Y6',
  'other-unavoidable': 'Y7',
  'other-reason': 'O',
};

/** What has to be true of an activity before it is one that a school may count as attendance. */
export type Condition = 'educational' | 'approved' | 'supervised' | 'in-session';

/** How a school goes about what neither regulations nor guidance settle. */
export type RegisterPolicy = {
  /** Online at home: an absence, as the department has it; or, as one authority's page has it, perhaps its own code. */
  readonly online: 'absence' | 'ask';
  /** What a late arrival at a provider is; nobody has written it down for schools. */
  readonly late: 'ask' | 'as-attended' | 'U';
};
export const cautiousPolicy: RegisterPolicy = { online: 'absence', late: 'ask' };

/** All that a proposal follows from. */
export type MarkSituation = {
  readonly on: Day;
  readonly session: Session;
  readonly schoolMeets: boolean;
  /** What the pupil's whole week makes of the session. */
  readonly expected: 'at-provider' | 'on-part-time-leave' | 'in-two-places';
  readonly route: Route;
  readonly delivery: Delivery;
  /** The day of a suspension on which it falls, where the pupil is suspended. */
  readonly suspended: 'first-days' | 'from-day-six' | null;
  /** Somebody of the school has the pupil there. */
  readonly seenAtSchool: boolean;
  readonly providerClosed: boolean;
  /** A stop is set there. */
  readonly stopped: boolean;
  readonly conditions: Readonly<Record<Condition, 'yes' | 'no' | 'unknown'>>;
  readonly nature: Nature | null;
  /** The provider's answer for this session. */
  readonly said: Answer | null;
  readonly reason: AbsenceReason | null;
  /** The school days in which a reason is to be found out are over. */
  readonly explanationOverdue: boolean;
  readonly policy: RegisterPolicy;
};

export type Proposal =
  | { readonly is: 'code'; readonly code: RegisterCode; readonly ground: Ground }
  /** `codes` are those between which a person decides. */
  | { readonly is: 'question'; readonly question: Question; readonly codes: readonly RegisterCode[] };

/** What an absence can come to, by what is found out. Part-time leave is never among them: that is in the plan or nowhere. */
export const absenceCodes: readonly RegisterCode[] = [
  'N',
  ...new Set(absenceReason.options.map((each) => codeOfReason[each])),
];

// Procedure: S8.7, S8.8, S8.9, S8.10, S8.22, S8.23
export function proposedMark(situation: MarkSituation): Proposal {
  const { on, session, expected, route, said, suspended } = situation;
  if (!situation.schoolMeets) return code('#', 'school-not-meeting');
  if (expected === 'on-part-time-leave') return code('C2', 'part-time-plan');
  if (situation.seenAtSchool) return ask('at-school', on, [session === 'am' ? '/' : '\\', 'L']);
  if (suspended === 'first-days') return code('E', 'suspension-first-days');
  if (expected === 'in-two-places') return ask('two-places', on, codesOf(situation));
  if (route === 'dual-registered') return code('D', 'dual-registered');
  if (situation.providerClosed) return ask('provider-closed', on, codesOf(situation));
  return said === 'present' || said === 'late' ? whereAttended(situation, said) : whereAbsent(situation);
}

function whereAbsent({ said, reason, explanationOverdue }: MarkSituation): Proposal {
  if (reason !== null) return code(codeOfReason[reason], 'reason-known');
  if (explanationOverdue) return code('O', 'not-explained-in-time');
  return code('N', said === null ? 'no-word' : 'reason-not-known');
}

function whereAttended(situation: MarkSituation, said: 'present' | 'late'): Proposal {
  const { on, delivery, route, conditions, policy } = situation;
  if (delivery === 'online-at-home') return ask('online-at-home', on, codesOf(situation));
  if (situation.stopped) return ask('provider-stopped', on, codesOf(situation));
  if (route !== 'local-authority') {
    for (const [condition, unmet] of conditionQuestions) {
      if (conditions[condition] !== 'yes') return ask(unmet, on, codesOf(situation));
    }
  }
  const [attended] = attendedCodes(situation);
  if (situation.nature === null || !attended) return ask('what-activity', on, codesOf(situation));
  if (said === 'late' && policy.late === 'ask') return ask('came-late', on, [attended, 'U']);
  if (said === 'late' && policy.late === 'U') return ask('came-late', on, ['U', attended]);
  return code(attended, groundOf(attended));
}

const conditionQuestions: readonly (readonly [Condition, Question])[] = [
  ['educational', 'not-educational'],
  ['approved', 'not-approved'],
  ['in-session', 'not-in-session'],
  ['supervised', 'not-supervised'],
];

/** The codes between which a person decides: of attendance none unless the provider said that the pupil was there. */
function codesOf(situation: MarkSituation): RegisterCode[] {
  const attended = situation.said === 'present' || situation.said === 'late';
  return [...(attended ? attendedCodes(situation) : []), ...absenceCodes];
}

/** The codes of attendance that a session that was attended can have; none where a condition is known not to be met. */
function attendedCodes({ route, delivery, nature: does, conditions, policy }: MarkSituation): RegisterCode[] {
  const { code: base } = attendedMark(route, delivery);
  if (base === null) return route === 'local-authority' && policy.online === 'ask' ? ['K'] : [];
  if (base !== 'B') return [base];
  if (Object.values(conditions).includes('no')) return [];
  return does === null ? ['B', 'W', 'P', 'V'] : [codeOfNature(does)];
}

/** Sport and work come before any other activity, which is what is left. */
// Procedure: S8.2, S8.7
export function codeOfNature(does: Nature): 'B' | 'P' | 'V' | 'W' {
  switch (does) {
    case 'sport':
      return 'P';
    case 'work-experience':
      return 'W';
    case 'visit':
      return 'V';
    case 'college-course':
    case 'other':
    case 'transition-day':
    case 'tuition':
    case 'unregistered-provision':
      return 'B';
  }
}

function groundOf(attended: RegisterCode): Ground {
  if (attended === 'K') return 'authority-arranged';
  if (attended === 'W') return 'work-experience-attended';
  if (attended === 'P') return 'sport-attended';
  return attended === 'V' ? 'visit-attended' : 'activity-attended';
}

const code = (code: RegisterCode, ground: Ground): Proposal => ({ is: 'code', code, ground });
const ask = (question: Question, on: Day, codes: readonly RegisterCode[]): Proposal => ({
  is: 'question',
  question,
  codes: codes.filter((each) => isInForce(each, on)),
});

/** The codes between which somebody decides who looks at a session alone; what is proposed comes first. */
export function codesToDecide(situation: MarkSituation): readonly RegisterCode[] {
  const proposal = proposedMark(situation);
  if (proposal.is === 'question' && proposal.question === 'at-school') return proposal.codes;
  if (proposal.is === 'code' && settledElsewhere.includes(proposal.ground)) return [proposal.code];
  const proposed = proposal.is === 'code' ? [proposal.code] : proposal.codes;
  return [...new Set([...proposed, ...codesOf(situation)])].filter((each) => isInForce(each, situation.on));
}

/** What was decided elsewhere, and can't be decided otherwise in the register. */
const settledElsewhere: readonly Ground[] = [
  'school-not-meeting',
  'part-time-plan',
  'suspension-first-days',
  'dual-registered',
];

/** What a code rests on that was decided in a situation. */
export function basisOf(situation: MarkSituation, decided: RegisterCode): Ground | Question {
  const proposal = proposedMark(situation);
  if (proposal.is === 'question') return proposal.question;
  if (proposal.code === decided) return proposal.ground;
  if (decided === 'N') return situation.said === null ? 'no-word' : 'reason-not-known';
  return absenceCodes.includes(decided) ? 'reason-known' : groundOf(decided);
}

/** Whether a code says that a reason for an absence was accepted, or that there is none: for that, not everybody answers. */
export const isForAuthority = (decided: RegisterCode): boolean =>
  decided === 'U' || (decided !== 'N' && absenceCodes.includes(decided));

/** Whether a proposal may be accepted beside others, without looking at it alone: nothing is asked, and nobody is blamed. */
export const isPlain = (proposal: Proposal): proposal is Proposal & { is: 'code' } =>
  proposal.is === 'code' && proposal.ground !== 'not-explained-in-time' && proposal.ground !== 'reason-known';
