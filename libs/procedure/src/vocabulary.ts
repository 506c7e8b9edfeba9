import { z } from 'zod';
import { role, route, signedBy, status, type Signatory } from '#domain';

/**
 * The closed vocabulary of procedures. An edition combines these words and can't add to them: a new word is code, with its
 * tests. Not every word is run by this version yet; `running` refuses what isn't, so that nothing written is ignored.
 */

/** Why a pupil is looked for, as a condition of a rung. */
export const causeCondition = z.enum(['absence', 'silence', 'closure']);
/** By which route a pupil is placed, as a condition of a gate. Agreed is what is none of them. */
export const routeCondition = route.exclude(['agreed']);
/**
 * The shape of a placement, as a condition of a gate: its route, or part-time, which is that some of the school week is not
 * taught. Where nobody has said what becomes of all of it, that is not known.
 */
export const placementCondition = z.enum(['part-time', ...routeCondition.options]);
export const conditionName = z.enum([...status.options, ...placementCondition.options, ...causeCondition.options]);
export type ConditionName = z.output<typeof conditionName>;

/** What a gate can ask to be shown, with the words in which it says that it is missing. */
export const evidenceWords = {
  'pre-admission-checks': 'every check before admission met, or not applicable with a reason',
  'aims-set': 'the outcome sought, at least one target, and what pupil and parents think of it',
  'suitability-judged': 'the school’s judgement that the place meets the pupil’s needs, with its reasons',
  'arrangements-agreed': 'who tells whom of an absence, who checks on the pupil and who visits, each with a stand-in',
  'agreement-meeting-held': 'the meeting at which the placement was agreed',
  'senior-leader-at-meeting': 'a senior member of staff at that meeting',
  'attendance-intervention-manager-at-meeting': 'the attendance intervention manager at that meeting',
  'parent-at-meeting': 'a parent at that meeting',
  'parent-at-meeting-or-sought':
    'a parent at that meeting, or what was tried to have one there and why it went on without',
  'agreement-signed': 'the signed agreement',
  'agreement-signed-by': 'the agreement, signed by the person named',
  'notice-served': 'the written notice of the direction, served on a parent or the pupil',
  'notice-served-on-local-authority': 'the written notice of the direction, served on the local authority',
  'route-confirmed':
    'the written confirmation of the local authority or the other school, with who registers the pupil when',
  'registration-decided':
    'the headteacher’s decision about the question whether the provider may need to register as a school',
  'site-visited': 'a visit to the site',
  'whole-week-planned': 'the pupil’s whole week, planned, with the reason and the evidence if it is part-time',
  'briefing-acknowledged':
    'what the provider must know of the pupil, and whom to ring, acknowledged by somebody at the site',
  'emergency-contacts-acknowledged': 'the emergency contacts, acknowledged by the provider',
  'social-worker-consulted': 'the social worker’s view',
  'virtual-school-consulted': 'the virtual school’s view',
  'designated-teacher-consulted': 'the view of the designated teacher for looked-after pupils',
  'other-agency-consulted': 'the view of the other agencies that work with the pupil',
  'limited-circumstances-reason': 'the reason why a looked-after pupil is placed off-site',
  'core-group-held': 'the core group meeting, or for a child in need the child-in-need meeting',
  'child-protection-core-group-held': 'the core group meeting of a pupil with a child protection plan',
  'sen-officer-consulted': 'the view of the local authority’s officer for special educational needs',
  'special-needs-coordinator-consulted': 'the view of the special needs coordinator',
  'exceptional-reason': 'the exceptional reason for a pupil with an education, health and care plan',
} as const;
export type Evidence = keyof typeof evidenceWords;
export const evidence = z.enum(Object.keys(evidenceWords) as [Evidence, ...Evidence[]]);

/** How sure an edition is of a source: its text was seen, somebody else's account of it was, or nobody has looked yet. */
export const certainty = z.enum(['seen', 'second-hand', 'unverified']);
export type Certainty = z.output<typeof certainty>;

const bySignatory: Readonly<Record<Signatory, string>> = {
  parent: 'a parent',
  school: 'the school',
  'social-worker': 'the social worker',
  'sen-caseworker': 'the caseworker for special educational needs',
  'virtual-school': 'the virtual school',
  'attendance-intervention-manager': 'the attendance intervention manager',
};

/** Who signs, in words. */
export const signatoryWords = (signatory: Signatory): string => bySignatory[signatory];

/** What an edition asks for by its assurance, and no gate names: whether it stands is worked out, and nobody records that it does. */
export const writtenAssurance = 'written-assurance';

/** What evidence is called by its name in a placement, which says of a signature whose it is. */
const namedWords: ReadonlyMap<string, string> = new Map([
  ...Object.entries(evidenceWords),
  [writtenAssurance, 'the provider’s written assurance, accepted and up to date'],
  ...Object.entries(bySignatory).map(
    ([name, words]) => [signedBy(name as Signatory), `the agreement, signed by ${words}`] as const,
  ),
]);
/** What evidence is called; what only a later version knows is called by its name. */
export const wordsFor = (name: string): string => namedWords.get(name) ?? name.replaceAll('-', ' ');

/** Stages that a gate can guard. */
export const gateName = z.enum(['proposal', 'agreement', 'start']);
export type GateName = z.output<typeof gateName>;
/** Days before which something must have been. */
export const milestone = z.enum(['start', 'agreement', 'agreement-meeting']);

/**
 * How often a duty is owed. `absence-or-silence` is every search for a pupil, closures among its causes; `missing-evidence`
 * is each piece that was missing when a placement was found to have begun; `agreed-number-of-weeks` is once in so many school
 * weeks, as agreed for the placement or else as the edition says.
 */
export const recurrence = z.enum([
  'planned-session',
  'absence-or-silence',
  'school-week-with-a-planned-slot',
  'agreed-number-of-weeks',
  'missing-evidence',
]);
/** The fact that meets a duty. */
export const meeting = z.enum([
  'provider-answer',
  'pupil-accounted-for',
  'liaison-recorded',
  'welfare-check-recorded',
  'visit-recorded',
  'evidence-gathered',
]);
/** Moments that need no number. `date-that-the-head-sets` is the end of that day; until it is set, what is owed is due at once. */
export const dueMoment = z.enum(['end-of-session', 'end-of-last-school-day', 'date-that-the-head-sets']);
export const rungMoment = z.enum(['raised', 'expected-arrival', 'due']);
/** How duties come together in a letter. */
export const together = z.enum(['site-and-session', 'person-and-day']);

export const recipient = z.enum(['provider-contact', 'owner', ...role.options]);
export type Recipient = z.output<typeof recipient>;

export const procedureLetter = z.enum([
  'attendance-request',
  'attendance-chase',
  'attendance-unanswered',
  'find-the-pupil',
  'liaison-due',
  'liaison-missed',
  'welfare-check-due',
  'welfare-check-missed',
  'visit-due',
  'visit-missed',
  'gap-due',
  'gap-overdue',
]);
