export * from './assurance/assurance.js';
export * from './attendance/attendance.js';
export * from './attendance/mark-grounds.js';
export {
  markingCommands,
  markingEvents,
  type MarkingCommand,
  type MarkingEvent,
  type RegisterMark,
} from './attendance/marking.js';
export * from './attendance/proposed-mark.js';
export * from './attendance/register-codes.js';
export * from './check/check.js';
export * from './complaint/complaint.js';
export * from './duty/duty.js';
export * from './evaluation/evaluation.js';
export * from './events.js';
export {
  incidentChannel,
  incidentDecision,
  incidentKind,
  incidentOutcome,
  incidentSays,
  parentsTold,
  type IncidentAccount,
  type IncidentChannel,
  type IncidentDecision,
  type IncidentKind,
  type IncidentOutcome,
  type IncidentSays,
  type ParentsTold,
} from './incident/incident-facts.js';
export * from './incident/incident.js';
export * from './letter/letter.js';
export * from './operations/operations.js';
export { filedIn, type FiledIn } from './oversight/after-a-record.js';
export * from './oversight/oversight.js';
export {
  liaisonChannel,
  liaisonSays,
  risksMax,
  visitMinutesMax,
  visitPurpose,
  visitSays,
  welfareFound,
  welfareHow,
  welfareSays,
  welfareWhere,
  type LiaisonChannel,
  type LiaisonSays,
  type VisitPurpose,
  type VisitSays,
  type WelfareFound,
  type WelfareHow,
  type WelfareSays,
  type WelfareWhere,
} from './oversight/records.js';
export * from './person/person.js';
export { pinnedEdition, type PinnedEdition } from './placement/adopting.js';
export {
  briefing,
  briefingVersion,
  travel,
  whoMayBeRung,
  type Briefing,
  type Rung,
  type Travel,
} from './placement/briefing.js';
export {
  isDirectionReview,
  isReviewOpen,
  isWithinWeeks,
  reviewDecision,
  reviewRequester,
  withReview,
  type DirectionReviewCommand,
  type DirectionReviewEvent,
  type ReviewDecision,
  type ReviewRequest,
  type ReviewRequester,
} from './placement/direction-review.js';
export {
  howEnded,
  judgement,
  nextPlace,
  whereNext,
  type Account,
  type HowEnded,
  type Judgement,
  type NextPlace,
} from './placement/ending.js';
export {
  agreementSigned,
  askedReason,
  consulted,
  powerToDirect,
  servedOn,
  signatory,
  type AskedReason,
  type Consulted,
  type EvidenceCommand,
  everyWeeksMax,
  type EvidenceEvent,
  type PowerToDirect,
  type ServedOn,
  type Signatory,
} from './placement/evidence-facts.js';
export { briefingIn, evidenceAfter, isBriefed, isEvidence, isSigning, signedBy } from './placement/evidence.js';
export {
  namedOn,
  followedBy,
  namedIn,
  standsAlone,
  withPassedOn,
  type Arranged,
  type PassedOn,
} from './placement/passing-on.js';
export {
  placementCommands,
  placementEvents,
  stopDecision,
  type PlacementCommand,
  type PlacementEvent,
  type StopDecision,
} from './placement/placement-events.js';
export * from './placement/placement.js';
export * from './placement/register.js';
export * from './placement/returning.js';
export * from './placement/routes.js';
export {
  arrangedOn,
  barredFromSigning,
  hasAuthority,
  withdrawnHow,
  type SigningEvent,
  type WithdrawnHow,
} from './placement/signing.js';
export { linkSignatory, signatoryOf, type LinkSignatory } from './placement/signatories.js';
export type { SignedForm } from './placement/signed-form.js';
export { isSuspendedOn, openSuspension, resumed, type Suspended } from './placement/suspending.js';
export * from './placement/weeks.js';
export * from './processes/account-for-the-pupil-when-told-by-telephone.js';
export * from './processes/all-processes.js';
export * from './processes/ask-for-the-signature-by-a-link.js';
export * from './processes/ask-the-provider-in-writing.js';
export * from './processes/find-the-pupil-when-absent-or-silent.js';
export * from './processes/meet-duty-when-recorded.js';
export * from './processes/tell-somebody-else-when-a-letter-is-refused.js';
export * from './processes/tell-the-provider-what-to-know.js';
export {
  approved,
  inspected,
  policyKind,
  registered,
  validityOn,
  type PolicyKind,
  type Validity,
} from './provider/findings.js';
export * from './provider/provider.js';
export * from './provider/registration-signal.js';
export { sharesOn } from './provider/sharing.js';
export { holdsAt, type Stop } from './provider/stops.js';
export {
  ethnicity,
  gender,
  part,
  status,
  statusValue,
  type Ethnicity,
  type Gender,
  type Part,
  type Status,
} from './pupil/file.js';
export {
  assertMayBeMerged,
  assertTakesWhatIsNew,
  numberWentAlong,
  withoutNumber,
  type Merged,
} from './pupil/merging.js';
export {
  changesAfter,
  hasMoved,
  leavingOf,
  schoolChange,
  whereLeavers,
  type SchoolChange,
  type WhereLeavers,
} from './pupil/moving.js';
export * from './pupil/parts-needed.js';
export * from './pupil/pupil.js';
export { checkLetterOf, isTemporaryUpn, upn } from './pupil/upn.js';
export * from './refusals.js';
export * from './same-as-known.js';
export * from './school/key-roles.js';
export * from './school/leavers.js';
export * from './school/school.js';
export * from './vocabulary.js';
export * from './trust/trust.js';
export * from './weekplan/weekplan.js';
export * from './weekplan/whole-week.js';
export * from './whereabouts/whereabouts.js';
