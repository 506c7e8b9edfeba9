import type { Day, Id } from '#event-sourcing';
import type { Pupil } from '../pupil/pupil.js';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { briefingVersion, whoMayBeRung } from './briefing.js';
import {
  agreementSigned,
  askedReason,
  consulted,
  evidenceCommands,
  evidenceEvents,
  signatory,
  type EvidenceCommand,
  type EvidenceEvent,
  type Signatory,
} from './evidence-facts.js';
import { signingEvents, type SigningEvent } from './signing.js';
import { signatoryAskedKey, signatureKey } from './signatories.js';
import { assertWhole } from './whole-facts.js';
import { agreementKey, askedKey, assertFollows, takenBack, takenBackKey } from './withdrawing.js';

/** Evidence that is shown by a fact of its own, and by its name alone never. */
const shownInFull: ReadonlySet<string> = new Set([
  'aims-set',
  'suitability-judged',
  'arrangements-agreed',
  'route-confirmed',
  'registration-decided',
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
  'briefing-acknowledged',
]);

/** The name of the evidence that a signatory has signed. */
export function signedBy(signatory: Signatory): string {
  return `agreement-signed-by-${signatory}`;
}

export const isSigning = <E extends { readonly type: string }>(
  event: E,
): event is Extract<E, { type: SigningEvent['type'] }> => Object.hasOwn(signingEvents, event.type);
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
    // Procedure: S16.5
    case 'PlacementAgreed':
      return { [agreementSigned]: data.agreedOn };
    case 'AgreementWithdrawn':
      return { [agreementSigned]: null };
    case 'SignatureAsked':
    case 'SignatoryAsked':
      return {};
    // Procedure: S16.10, S16.11, S16.12
    case 'SignatorySigned':
      return { [signedBy(data.signatory)]: data.signedOn };
    // Procedure: S17.1, S17.2, S17.3
    case 'AimsSet':
      return { 'aims-set': data.setOn };
    // Procedure: S3.3, S4.3
    case 'SuitabilityJudged':
      return { 'suitability-judged': data.judgedOn };
    // Procedure: S13.3, S13.13, S13.15, S17.7
    case 'ArrangementsAgreed':
      return { 'arrangements-agreed': data.agreedOn };
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
    // Procedure: S1.7
    case 'RouteConfirmed':
      return { 'route-confirmed': data.confirmedOn };
    // Procedure: S4.7
    case 'RegistrationDecided':
      return { 'registration-decided': data.decidedOn };
    case 'SignatureReceived':
      return { [signedBy(data.signatory)]: data.signedOn };
    // Whether what was acknowledged still stands depends on the pupil's contacts as well: `isBriefed` says.
    case 'BriefingWritten':
    case 'BriefingSent':
      return {};
    // Procedure: S13.9, X7
    case 'BriefingAcknowledged':
      return { 'briefing-acknowledged': data.acknowledgedOn };
  }
}

/**
 * The evidence that is there after a fact, each with its day. Of several consultations the first one counts, because a view
 * that was asked for in time stays so. Once a placement has begun nothing is taken away by a later account, and no later
 * signature makes it begin without one.
 */
export function evidenceAfter(
  known: Readonly<Record<string, Day>>,
  event: EvidenceEvent,
  hasStarted: boolean,
): Readonly<Record<string, Day>> {
  const after = new Map(Object.entries(known));
  const firstCounts = event.type === 'ConsultationHeld' || (hasStarted && event.type === 'PlacementAgreed');
  for (const [name, on] of Object.entries(toldBy(event))) {
    const before = after.get(name);
    if (on === null) {
      if (!hasStarted) after.delete(name);
    } else if (!firstCounts || before === undefined || on < before) after.set(name, on);
  }
  return Object.fromEntries(after);
}

/** The last fact of each kind, by what it is the word about. */
export type EvidenceFacts = Readonly<Record<string, EvidenceEvent>>;
export const withFact = (facts: EvidenceFacts, event: EvidenceEvent): EvidenceFacts => ({
  ...facts,
  ...(event.type === 'AgreementWithdrawn' ? takenBack(facts, event) : {}),
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
    case 'SignatorySigned':
      return signatureKey(data.signatory);
    case 'SignatoryAsked':
      return signatoryAskedKey(data);
    case 'SignatureAsked':
      return askedKey(data);
    case 'CoreGroupHeld':
      return `${type} ${data.meeting}`;
    case 'PlacementAgreed':
    case 'AgreementWithdrawn':
      return agreementKey;
    case 'AimsSet':
    case 'SuitabilityJudged':
    case 'ArrangementsAgreed':
    case 'AgreementMeetingHeld':
    case 'SiteVisited':
    case 'NoticeServed':
    case 'RouteConfirmed':
    case 'RegistrationDecided':
    case 'BriefingWritten':
    case 'BriefingSent':
    case 'BriefingAcknowledged':
      return type;
  }
}

/** The fact that a command orders to be recorded. */
function factOf({ type, data }: EvidenceCommand): EvidenceEvent {
  switch (type) {
    case 'GatherEvidence':
      return { type: 'EvidenceGathered', data };
    case 'AskForSignature':
      return { type: 'SignatureAsked', data };
    case 'AgreePlacement':
      return { type: 'PlacementAgreed', data };
    case 'SignAgreement': {
      const { arranged: _seen, ...signed } = data;
      return { type: 'PlacementAgreed', data: { ...signed, channel: 'link' } };
    }
    case 'WithdrawAgreement':
      return { type: 'AgreementWithdrawn', data };
    case 'SetAims':
      return { type: 'AimsSet', data };
    case 'JudgeSuitability':
      return { type: 'SuitabilityJudged', data };
    case 'AgreeArrangements':
      return { type: 'ArrangementsAgreed', data };
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
    case 'RecordRouteConfirmation':
      return { type: 'RouteConfirmed', data };
    case 'DecideAboutRegistration':
      return { type: 'RegistrationDecided', data };
    case 'RecordSignature':
      return { type: 'SignatureReceived', data };
    case 'WriteBriefing':
      return { type: 'BriefingWritten', data };
    case 'SendBriefing':
      return { type: 'BriefingSent', data };
    case 'AcknowledgeBriefing': {
      const { version } = data;
      return version === undefined
        ? no('briefing-not-written')
        : { type: 'BriefingAcknowledged', data: { ...data, version } };
    }
  }
}

type Known = {
  readonly facts: EvidenceFacts;
  readonly evidence: Readonly<Record<string, Day>>;
  readonly hasEnded: boolean;
  /** What is arranged on a day, as whoever signs has to have seen it. */
  readonly arrangedOn: (on: Day) => Id;
};

/** What comes of an order to record evidence; the same again is nothing. */
export function decideEvidence(command: EvidenceCommand, known: Known): readonly EvidenceEvent[] {
  const fact = factOf(command);
  const before = known.facts[keyOf(fact)];
  if (before && sameAsKnown<object>(before.data, fact.data)) return [];
  // A link that is used twice has signed once, whatever name is typed the second time.
  if (command.type === 'SignAgreement' && before?.type === 'PlacementAgreed' && isBy(before.data, command.data)) {
    return [];
  }
  const former = known.facts[takenBackKey];
  if (fact.type === 'PlacementAgreed' && former && sameAsKnown<object>(former.data, fact.data)) return [];
  assertFollows(fact, known.facts[agreementKey]);
  // The same form sent twice is the same letter.
  if (fact.type === 'SignatureAsked' && before) return [];
  if (fact.type === 'EvidenceGathered') {
    if (fact.data.evidence === agreementSigned) return no('agreement-needs-signature');
    // On whichever day it is said to have been.
    if (Object.hasOwn(known.evidence, fact.data.evidence)) return [];
    if (shownInFull.has(fact.data.evidence)) return no('evidence-needs-its-content');
  }
  // A sending is counted: the same form sent twice is the same letter.
  if (fact.type === 'BriefingSent' && before?.type === 'BriefingSent' && fact.data.sending <= before.data.sending) {
    return [];
  }
  // That an agreement was taken back is told of a placement that is over, too.
  if (known.hasEnded && fact.type !== 'AgreementWithdrawn') return no('placement-ended');
  const isOfBriefing = fact.type === 'BriefingSent' || fact.type === 'BriefingAcknowledged';
  if (isOfBriefing && !known.facts['BriefingWritten']) return no('briefing-not-written');
  if (command.type === 'SignAgreement') {
    const { data } = command;
    const letter = known.facts[askedKey(data)];
    if (!letter) return no('signature-not-asked');
    if (letter.type === 'AgreementWithdrawn') return no('signature-taken-back');
    if (data.arranged !== known.arrangedOn(data.agreedOn)) return no('arrangements-changed');
  }
  assertWhole(fact);
  return [fact];
}

const isBy = (
  { channel, contactId }: { channel?: 'link' | 'paper' | undefined; contactId?: Id | undefined },
  signing: { contactId: Id },
): boolean => channel === 'link' && contactId === signing.contactId;

/** Whether what was acknowledged last is what stands: the briefing as it is written now, and these contacts. */
// Procedure: S13.9
export function isBriefed({ facts }: { readonly facts: EvidenceFacts }, pupil: Pupil): boolean {
  const acknowledged = facts['BriefingAcknowledged'];
  const version = briefingVersion(briefingIn(facts), whoMayBeRung(pupil));
  return acknowledged?.type === 'BriefingAcknowledged' && version !== null && acknowledged.data.version === version;
}

/** What the school has written for the provider, as it was written last. */
export function briefingIn(facts: EvidenceFacts) {
  const written = facts['BriefingWritten'];
  return written?.type === 'BriefingWritten' ? written.data.says : undefined;
}
