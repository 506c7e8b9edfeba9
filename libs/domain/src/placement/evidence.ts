import { z } from 'zod';
import { day, erased, id, personal, timeOfDay, type Day, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * The facts by which a gate is passed, each with its own content. What was recorded last of one kind holds, and what was
 * recorded before stays in the trail; of the consultations each counts, because asking again takes nothing back. Which
 * evidence a fact shows lies open, as the names of evidence do, for a gate decides by it; whom it tells of is sealed.
 */
export const aboutPlacement = { placementId: id, subjectId: id, schoolId: id };
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

/** What a gate can ask for, by its name in the procedure's vocabulary. */
export const evidence = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
/** The evidence that an agreement is: it is never gathered, only signed. */
export const agreementSigned = 'agreement-signed';
const gathered = z.object({ ...aboutPlacement, evidence, on: day });
const agreement = z.object({ ...aboutPlacement, agreedOn: day, signedBy: personal(line) });

/** The meeting at which a placement is agreed. */
const agreementMeeting = z.object({
  ...aboutPlacement,
  heldOn: day,
  /** Whoever sends the command sees to it that they held, covered or deputised for such a role on that day. */
  seniorLeaderId: id.optional(),
  attendanceManagerId: id.optional(),
  parentPresent: z.boolean(),
  parents: personal(line).optional(),
  /** What was tried to have a parent there, and why it went on without one. */
  withoutParent: personal(z.strictObject({ attempts: words, because: words })).optional(),
  others: personal(z.string().trim().min(1).max(500)).optional(),
});

/** Those whose view is asked for: within the school, of the local authority, and of other agencies. */
export const consulted = z.enum([
  'social-worker',
  'virtual-school',
  'sen-officer',
  'special-needs-coordinator',
  'designated-teacher',
  'other-agency',
]);
export type Consulted = z.output<typeof consulted>;
const consultation = z.object({
  ...aboutPlacement,
  consulted,
  consultedOn: day,
  /** Who was asked, with the agency where that is not plain. */
  person: personal(line),
  view: personal(words),
});

/** Reasons that the procedure asks for before certain pupils are placed. */
export const askedReason = z.enum(['exceptional-reason', 'limited-circumstances-reason']);
export type AskedReason = z.output<typeof askedReason>;
const reason = z.object({
  ...aboutPlacement,
  reason: askedReason,
  decidedOn: day,
  decidedBy: personal(line),
  because: personal(words),
});

const coreGroup = z.object({
  ...aboutPlacement,
  heldOn: day,
  /** For a child in need there is no core group; their own meeting counts when it is recorded as such. */
  meeting: z.enum(['core-group', 'child-in-need']),
  present: personal(z.string().trim().min(1).max(500)),
  agreed: personal(words),
});

const siteVisit = z.object({ ...aboutPlacement, visitedOn: day, visitedBy: personal(line), seen: personal(words) });

/** On whom a notice is served, each by itself or together. */
export const servedOn = z.enum(['parent', 'pupil', 'local-authority']);
export type ServedOn = z.output<typeof servedOn>;
/** What the school's power to direct a pupil off-site comes from. */
export const powerToDirect = z.enum(['education-act-2002', 'articles-of-association', 'funding-agreement']);
export type PowerToDirect = z.output<typeof powerToDirect>;
/** The notice of a direction, with the five things that it has to say. */
const notice = z.object({
  ...aboutPlacement,
  servedOn: day,
  upon: z.array(servedOn).min(1),
  how: z.enum(['by-hand', 'by-post', 'by-email']),
  power: powerToDirect,
  /** Who they are, by name. */
  recipients: personal(z.string().trim().min(1).max(500)),
  says: personal(
    z.strictObject({
      address: z.string().trim().min(1).max(500),
      reportTo: line,
      days: z.int().min(1).max(400),
      reasonsAndObjectives: words,
      /** Of a day with both sessions it says when the break is; of a single session there is none. */
      times: z.strictObject({
        startAt: timeOfDay,
        finishAt: timeOfDay,
        break: z.strictObject({ from: timeOfDay, until: timeOfDay }).optional(),
      }),
    }),
  ),
});

/** Those who sign the agreement, each for themselves. */
export const signatory = z.enum([
  'parent',
  'school',
  'social-worker',
  'sen-caseworker',
  'virtual-school',
  'attendance-intervention-manager',
]);
export type Signatory = z.output<typeof signatory>;
/** A signature on paper, and who of the school received it. */
const signature = z.object({
  ...aboutPlacement,
  signatory,
  signedOn: day,
  receivedOn: day,
  receivedById: id,
  signedBy: personal(line),
});

/** The facts by which a gate is passed are as they were ordered: event and command have the same content. */
export const evidenceEvents = {
  EvidenceGathered: gathered.describe('A piece of evidence that the procedure asks for was there on this day.'),
  PlacementAgreed: agreement.describe('The agreement about the placement was signed.'),
  AgreementMeetingHeld: agreementMeeting.describe(
    'The school met about the placement: who was there, and what was tried where no parent was.',
  ),
  ConsultationHeld: consultation.describe('Somebody who has a say was asked, and gave their view of the placement.'),
  PlacementReasonGiven: reason.describe(
    'Somebody decided why this pupil is placed off-site though the procedure has it for few cases alone.',
  ),
  CoreGroupHeld: coreGroup.describe(
    'The core group met about the placement, or for a child in need their own meeting, and agreed on something.',
  ),
  SiteVisited: siteVisit.describe('Somebody of the school went to see the site for this placement.'),
  NoticeServed: notice.describe('The written notice of a direction was served, with what it has to say.'),
  SignatureReceived: signature.describe('The school received the agreement as somebody had signed it on paper.'),
};
export const evidenceCommands = {
  GatherEvidence: gathered,
  AgreePlacement: agreement,
  RecordAgreementMeeting: agreementMeeting,
  RecordConsultation: consultation,
  GiveReason: reason,
  RecordCoreGroup: coreGroup,
  RecordSiteVisit: siteVisit,
  RecordNotice: notice,
  RecordSignature: signature,
};
export type EvidenceEvent = MessageOf<Messages<typeof evidenceEvents>>;
export type EvidenceCommand = MessageOf<Messages<typeof evidenceCommands>>;

/** Evidence that is shown by a fact of its own, and by its name alone never. */
const shownInFull: ReadonlySet<string> = new Set([
  'agreement-meeting-held',
  'senior-leader-at-meeting',
  'attendance-intervention-manager-at-meeting',
  'parent-at-meeting',
  'parent-at-meeting-or-sought',
  ...consulted.options.map((each) => `${each}-consulted`),
  ...askedReason.options,
  'core-group-held',
  'child-protection-core-group-held',
  'site-visited',
  'notice-served',
  'notice-served-on-local-authority',
  ...signatory.options.map((each) => signedBy(each)),
]);

/** The name of the evidence that a signatory has signed. */
export function signedBy(signatory: Signatory): string {
  return `agreement-signed-by-${signatory}`;
}

export const isEvidence = <E extends { readonly type: string }>(
  event: E,
): event is Extract<E, { type: EvidenceEvent['type'] }> => Object.hasOwn(evidenceEvents, event.type);
export const isAboutEvidence = <C extends { readonly type: string }>(
  command: C,
): command is Extract<C, { type: EvidenceCommand['type'] }> => Object.hasOwn(evidenceCommands, command.type);

/** Which evidence a fact tells of, with its day; null where the fact says that it is not there. */
function toldBy({ type, data }: EvidenceEvent): Readonly<Record<string, Day | null>> {
  const only = (isThere: boolean, on: Day) => (isThere ? on : null);
  switch (type) {
    case 'EvidenceGathered':
      return { [data.evidence]: data.on };
    case 'PlacementAgreed':
      return { [agreementSigned]: data.agreedOn };
    // Procedure: S6.3, S6.4, S6.5, X5
    case 'AgreementMeetingHeld': {
      const { heldOn, seniorLeaderId, attendanceManagerId, parentPresent } = data;
      return {
        'agreement-meeting-held': heldOn,
        'senior-leader-at-meeting': only(seniorLeaderId !== undefined, heldOn),
        'attendance-intervention-manager-at-meeting': only(attendanceManagerId !== undefined, heldOn),
        'parent-at-meeting': only(parentPresent, heldOn),
        // Without a parent it is not recorded unless it says what was tried.
        'parent-at-meeting-or-sought': heldOn,
      };
    }
    case 'ConsultationHeld':
      return { [`${data.consulted}-consulted`]: data.consultedOn };
    case 'PlacementReasonGiven':
      return { [data.reason]: data.decidedOn };
    case 'CoreGroupHeld':
      // A child-in-need meeting is one for a child in need, and for no other pupil.
      return data.meeting === 'core-group'
        ? { 'core-group-held': data.heldOn, 'child-protection-core-group-held': data.heldOn }
        : { 'core-group-held': data.heldOn };
    case 'SiteVisited':
      return { 'site-visited': data.visitedOn };
    case 'NoticeServed': {
      const { upon, servedOn: on } = data;
      return {
        'notice-served': only(upon.includes('parent') || upon.includes('pupil'), on),
        'notice-served-on-local-authority': only(upon.includes('local-authority'), on),
      };
    }
    case 'SignatureReceived':
      return { [signedBy(data.signatory)]: data.signedOn };
  }
}

/**
 * The evidence that is there after a fact, each with its day. Of several consultations the first one counts, because a view
 * that was asked for in time stays so. Once a placement has begun nothing is taken away by a later account.
 */
export function evidenceAfter(
  known: Readonly<Record<string, Day>>,
  event: EvidenceEvent,
  hasStarted: boolean,
): Readonly<Record<string, Day>> {
  const after = new Map(Object.entries(known));
  for (const [name, on] of Object.entries(toldBy(event))) {
    const before = after.get(name);
    if (on === null) {
      if (!hasStarted) after.delete(name);
    } else if (event.type !== 'ConsultationHeld' || before === undefined || on < before) after.set(name, on);
  }
  return Object.fromEntries(after);
}

/** The last fact of each kind, by what it is the word about. */
export type EvidenceFacts = Readonly<Record<string, EvidenceEvent>>;
export const withFact = (facts: EvidenceFacts, event: EvidenceEvent): EvidenceFacts => ({
  ...facts,
  [keyOf(event)]: event,
});

/** What a fact is the word about: recorded again and otherwise, it takes the place of the one before. */
function keyOf({ type, data }: EvidenceEvent): string {
  switch (type) {
    case 'EvidenceGathered':
      return `${type} ${data.evidence}`;
    case 'ConsultationHeld':
      return `${type} ${data.consulted}`;
    case 'PlacementReasonGiven':
      return `${type} ${data.reason}`;
    case 'SignatureReceived':
      return `${type} ${data.signatory}`;
    case 'CoreGroupHeld':
      return `${type} ${data.meeting}`;
    case 'PlacementAgreed':
    case 'AgreementMeetingHeld':
    case 'SiteVisited':
    case 'NoticeServed':
      return type;
  }
}

/** The fact that a command orders to be recorded. */
function factOf({ type, data }: EvidenceCommand): EvidenceEvent {
  switch (type) {
    case 'GatherEvidence':
      return { type: 'EvidenceGathered', data };
    case 'AgreePlacement':
      return { type: 'PlacementAgreed', data };
    case 'RecordAgreementMeeting':
      return { type: 'AgreementMeetingHeld', data };
    case 'RecordConsultation':
      return { type: 'ConsultationHeld', data };
    case 'GiveReason':
      return { type: 'PlacementReasonGiven', data };
    case 'RecordCoreGroup':
      return { type: 'CoreGroupHeld', data };
    case 'RecordSiteVisit':
      return { type: 'SiteVisited', data };
    case 'RecordNotice':
      return { type: 'NoticeServed', data };
    case 'RecordSignature':
      return { type: 'SignatureReceived', data };
  }
}

type Known = {
  readonly facts: EvidenceFacts;
  readonly evidence: Readonly<Record<string, Day>>;
  readonly hasEnded: boolean;
};

/** What comes of an order to record evidence; the same again is nothing. */
export function decideEvidence(command: EvidenceCommand, known: Known): readonly EvidenceEvent[] {
  const fact = factOf(command);
  const before = known.facts[keyOf(fact)];
  if (before && sameAsKnown<object>(before.data, fact.data)) return [];
  if (fact.type === 'PlacementAgreed' && before) return no('placement-already-agreed');
  if (fact.type === 'EvidenceGathered') {
    if (fact.data.evidence === agreementSigned) return no('agreement-needs-signature');
    // On whichever day it is said to have been.
    if (Object.hasOwn(known.evidence, fact.data.evidence)) return [];
    if (shownInFull.has(fact.data.evidence)) return no('evidence-needs-its-content');
  }
  if (known.hasEnded) return no('placement-ended');
  assertWhole(fact);
  return [fact];
}

/** Refuses an account that leaves out what makes it one. */
function assertWhole({ type, data }: EvidenceEvent): void {
  if (type === 'AgreementMeetingHeld' && !data.parentPresent && data.withoutParent === undefined) {
    no('parent-absent-without-reason');
  }
  if (type === 'SignatureReceived' && data.receivedOn < data.signedOn) no('received-before-signed');
  if (type !== 'NoticeServed' || data.says === erased) return;
  const { startAt, finishAt, break: pause } = data.says.times;
  const inOrder = pause ? [startAt, pause.from, pause.until, finishAt] : [startAt, finishAt];
  if (inOrder.some((each, index) => index > 0 && each <= (inOrder[index - 1] ?? ''))) no('notice-times-out-of-order');
}
