import { z } from 'zod';
import { day, id, personal, timeOfDay, type MessageOf, type Messages } from '#event-sourcing';
import { briefingCommands, briefingEvents } from './briefing.js';
import { signingCommands, signingEvents } from './signing.js';

/**
 * The facts by which a gate is passed, each with its own content. What was recorded last of one kind holds, and what was
 * recorded before stays in the trail; of the consultations each counts, because asking again takes nothing back. Which
 * evidence a fact shows lies open, as the names of evidence do, for a gate decides by it; whom it tells of is sealed.
 */
export const aboutPlacement = { placementId: id, subjectId: id, schoolId: id };
/** Nothing that keeps an eye on a pupil is agreed to be done more seldom: half a term has six to eight weeks. */
export const everyWeeksMax = 8;
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

/** What a gate can ask for, by its name in the procedure's vocabulary. */
export const evidence = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
/** The evidence that an agreement is: it is never gathered, only signed. */
export const agreementSigned = 'agreement-signed';
const gathered = z.object({ ...aboutPlacement, evidence, on: day });

/**
 * What the placement is to bring about, by which its reviews and its end are judged, and what was weighed before: where the
 * pupil stands, what was tried in school, and what pupil and parents think of it.
 */
const aims = z.object({
  ...aboutPlacement,
  setOn: day,
  outcome: personal(words),
  /** In the order in which they were written, from one to three. */
  targets: personal(z.array(words).min(1).max(3)),
  tried: personal(words),
  pupilView: personal(words),
  parentView: personal(words),
  baseline: personal(words).optional(),
  subjects: personal(words).optional(),
});

/**
 * The school's own judgement that the place meets this pupil's needs, and by what: what the pupil does there and what is
 * educational about it, how each of the needs is met, and who supervises. It is of one pupil at one site: another site needs
 * one of its own.
 */
const suitability = z.object({
  ...aboutPlacement,
  judgedOn: day,
  /** Who judges for the school. */
  personId: id,
  activity: personal(words),
  learning: personal(words),
  pastoral: personal(words),
  specialNeeds: personal(words),
  supervision: personal(words),
  because: personal(words),
});

/** Somebody of the school who does something for the pupil, and who does it while they can't. */
const inCharge = z.strictObject({
  personId: id,
  standInId: id,
  /** How often: once in so many school weeks; where nothing is agreed, as often as the procedure says. */
  everyWeeks: z.int().min(1).max(everyWeeksMax).optional(),
});
/**
 * Who does what while the placement runs, as school and provider agreed it: whom the provider tells of an absence and who
 * rings the parents, who sees that the pupil is safe and well, and who visits. Both are people of the school: a provider
 * never looks after itself.
 */
const arrangements = z.object({
  ...aboutPlacement,
  agreedOn: day,
  /** Who noted it for the school. */
  personId: id,
  welfareChecks: inCharge,
  monitoringVisits: inCharge,
  absence: personal(words),
  notes: personal(words).optional(),
});

/** The meeting at which a placement is agreed. */
// Procedure: S14.18
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
/** What the school's power to have a pupil taught off-site without consent comes from. */
export const powerToDirect = z.enum([
  'education-act-2002',
  'articles-of-association',
  'funding-agreement',
  'education-and-inspections-act-2006',
]);
export type PowerToDirect = z.output<typeof powerToDirect>;
/** The notice of a direction, or of where a suspended pupil is taught from the sixth day on, with the five things that it has to say. */
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

/** What the body that a place rests on says of it: the local authority, the other school that has the pupil on its roll, or the one of the trust. */
const routeConfirmation = z.object({
  ...aboutPlacement,
  confirmedOn: day,
  /** Who confirmed it, and of which body. */
  confirmedBy: personal(line),
  /** What was arranged, and who registers the pupil in which sessions. */
  says: personal(words),
});

/** What a head decided about a placement while it is open whether its provider has to register as a school. */
const registrationDecision = z.object({
  ...aboutPlacement,
  decidedOn: day,
  /** Somebody who held, covered or deputised for headteacher on that day, which whoever sends the command sees to. */
  personId: id,
  because: personal(words),
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
  ...signingEvents,
  AimsSet: aims.describe(
    'The school set what the placement is to bring about, with targets, and what pupil and parents think of it.',
  ),
  SuitabilityJudged: suitability.describe(
    'The school judged that the place suits the pupil: what is done there, how each need is met, and who supervises.',
  ),
  ArrangementsAgreed: arrangements.describe(
    'School and provider agreed who tells whom of an absence; the school named who checks on the pupil and who visits.',
  ),
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
  NoticeServed: notice.describe(
    'The written notice of where the pupil is taught without consent was served, with what it has to say.',
  ),
  RouteConfirmed: routeConfirmation.describe(
    'The local authority, or the other school, confirmed in writing that the pupil is taught there, and who registers them.',
  ),
  RegistrationDecided: registrationDecision.describe(
    'A head decided about the placement while it is open whether its provider has to register as a school.',
  ),
  SignatureReceived: signature.describe('The school received the agreement as somebody had signed it on paper.'),
  ...briefingEvents,
};
export const evidenceCommands = {
  GatherEvidence: gathered,
  ...signingCommands,
  SetAims: aims,
  JudgeSuitability: suitability,
  AgreeArrangements: arrangements,
  RecordAgreementMeeting: agreementMeeting,
  RecordConsultation: consultation,
  GiveReason: reason,
  RecordCoreGroup: coreGroup,
  RecordSiteVisit: siteVisit,
  RecordNotice: notice,
  RecordRouteConfirmation: routeConfirmation,
  DecideAboutRegistration: registrationDecision,
  RecordSignature: signature,
  ...briefingCommands,
};
export type EvidenceEvent = MessageOf<Messages<typeof evidenceEvents>>;
export type EvidenceCommand = MessageOf<Messages<typeof evidenceCommands>>;
