import { CommandHandler } from '@nestjs/cqrs';
import {
  assurance,
  assuranceCommands,
  attendance,
  attendanceCommands,
  attendanceIdOf,
  check,
  checkCommands,
  complaint,
  complaintCommands,
  duty,
  dutyCommands,
  evaluation,
  evaluationCommands,
  incident,
  incidentCommands,
  installationId,
  letter,
  letterCommands,
  operations,
  operationsCommands,
  oversight,
  oversightCommands,
  person,
  personCommands,
  placement,
  placementCommands,
  provider,
  providerCommands,
  pupil,
  pupilCommands,
  school,
  schoolCommands,
  theTrust,
  trust,
  trustCommands,
  weekplan,
  weekplanCommands,
  whereabouts,
  whereaboutsCommands,
  type AssuranceCommand,
  type AssuranceEvent,
  type AttendanceCommand,
  type AttendanceEvent,
  type CheckCommand,
  type CheckEvent,
  type ComplaintCommand,
  type ComplaintEvent,
  type DutyCommand,
  type DutyEvent,
  type EvaluationCommand,
  type EvaluationEvent,
  type IncidentCommand,
  type IncidentEvent,
  type LetterCommand,
  type LetterEvent,
  type OperationsCommand,
  type OperationsEvent,
  type OversightCommand,
  type OversightEvent,
  type PersonCommand,
  type PersonEvent,
  type PlacementCommand,
  type PlacementEvent,
  type ProviderCommand,
  type ProviderEvent,
  type PupilCommand,
  type PupilEvent,
  type SchoolCommand,
  type SchoolEvent,
  type TrustCommand,
  type TrustEvent,
  type WeekplanCommand,
  type WeekplanEvent,
  type WhereaboutsCommand,
  type WhereaboutsEvent,
} from '#domain';
import { Journal } from '#event-sourcing';
import { AssuranceGate } from './assurance-gate.js';
import { BriefingGate } from './briefing-gate.js';
import { door, handlerOf, type AnyDoor } from './door.js';
import { EditionGate } from './edition-gate.js';
import { MergeGate } from './merge-gate.js';
import { MoveGate } from './move-gate.js';
import { SigningGate } from './signing-gate.js';
import { StartGate } from './start-gate.js';
import { To } from './to.js';
import { UpnGate } from './upn-gate.js';
import { WeekGate } from './week-gate.js';

/** An envelope, a door and a handler for each kind of stream: the one place where Nest meets a decider. */

export class ToSchool extends To<SchoolCommand, SchoolEvent> {}
export const toSchool = door({
  decider: school,
  commands: schoolCommands,
  idOf: ({ data }) => data.schoolId,
  envelope: ToSchool,
});
@CommandHandler(ToSchool)
export class ToSchoolHandler extends handlerOf(toSchool) {}

export class ToPerson extends To<PersonCommand, PersonEvent> {}
export const toPerson = door({
  decider: person,
  commands: personCommands,
  idOf: ({ data }) => data.personId,
  envelope: ToPerson,
});
@CommandHandler(ToPerson)
export class ToPersonHandler extends handlerOf(toPerson) {}

export class ToPupil extends To<PupilCommand, PupilEvent> {}
export const toPupil = door({
  decider: pupil,
  commands: pupilCommands,
  idOf: ({ data }) => data.subjectId,
  envelope: ToPupil,
});
/**
 * A number is one pupil's: whoever gives it, it is claimed before the event is stored. Of two records of a pupil one is
 * kept, which is held against both. And a record goes to a school that there is.
 */
@CommandHandler(ToPupil)
export class ToPupilHandler extends handlerOf(toPupil) {
  constructor(
    journal: Journal,
    private readonly upns: UpnGate,
    private readonly merging: MergeGate,
    private readonly moving: MoveGate,
  ) {
    super(journal);
  }

  override async execute(envelope: ToPupil) {
    const commands = [envelope.command, ...envelope.more];
    await this.upns.guard(commands);
    await this.merging.guard(commands);
    await this.moving.guard(commands);
    const carriedOut = await super.execute(envelope);
    await this.merging.settle(commands, envelope.meta);
    return carriedOut;
  }
}

export class ToProvider extends To<ProviderCommand, ProviderEvent> {}
export const toProvider = door({
  decider: provider,
  commands: providerCommands,
  idOf: ({ data }) => data.providerId,
  envelope: ToProvider,
});
@CommandHandler(ToProvider)
export class ToProviderHandler extends handlerOf(toProvider) {}

export class ToPlacement extends To<PlacementCommand, PlacementEvent> {}
export const toPlacement = door({
  decider: placement,
  commands: placementCommands,
  idOf: ({ data }) => data.placementId,
  envelope: ToPlacement,
  oneByOne: true,
});
/**
 * Nobody starts a placement past the gate, tells a provider of a pupil, or signs without authority: whoever sends the
 * command, what each requires is worked out here.
 */
@CommandHandler(ToPlacement)
export class ToPlacementHandler extends handlerOf(toPlacement) {
  constructor(
    journal: Journal,
    private readonly gate: StartGate,
    private readonly briefings: BriefingGate,
    private readonly editions: EditionGate,
    private readonly signing: SigningGate,
  ) {
    super(journal);
  }

  override async execute({ id, command, meta, more }: ToPlacement) {
    if (more.length > 0) throw new Error('Commands to a placement pass the gate one by one.');
    await this.signing.guard(id, command);
    const briefed = await this.briefings.guard(id, command);
    const pinned = await this.editions.guard(id, briefed);
    return super.execute(new ToPlacement(id, await this.gate.guard(id, pinned, meta), meta));
  }
}

export class ToOversight extends To<OversightCommand, OversightEvent> {}
export const toOversight = door({
  decider: oversight,
  commands: oversightCommands,
  idOf: ({ data }) => data.placementId,
  envelope: ToOversight,
});
@CommandHandler(ToOversight)
export class ToOversightHandler extends handlerOf(toOversight) {}

export class ToIncident extends To<IncidentCommand, IncidentEvent> {}
export const toIncident = door({
  decider: incident,
  commands: incidentCommands,
  idOf: ({ data }) => data.incidentId,
  envelope: ToIncident,
});
@CommandHandler(ToIncident)
export class ToIncidentHandler extends handlerOf(toIncident) {}

export class ToComplaint extends To<ComplaintCommand, ComplaintEvent> {}
export const toComplaint = door({
  decider: complaint,
  commands: complaintCommands,
  idOf: ({ data }) => data.complaintId,
  envelope: ToComplaint,
});
@CommandHandler(ToComplaint)
export class ToComplaintHandler extends handlerOf(toComplaint) {}

export class ToWeekplan extends To<WeekplanCommand, WeekplanEvent> {}
export const toWeekplan = door({
  decider: weekplan,
  commands: weekplanCommands,
  idOf: ({ data }) => data.subjectId,
  envelope: ToWeekplan,
});
/** A week is planned whole, or not at all: it is held against the placements beside which it is made. */
@CommandHandler(ToWeekplan)
export class ToWeekplanHandler extends handlerOf(toWeekplan) {
  constructor(
    journal: Journal,
    private readonly weeks: WeekGate,
  ) {
    super(journal);
  }

  override async execute(envelope: ToWeekplan) {
    const commands = [envelope.command, ...envelope.more];
    for (const command of commands) await this.weeks.guard(command);
    const carriedOut = await super.execute(envelope);
    for (const command of commands) await this.weeks.gather(command, envelope.meta);
    return carriedOut;
  }
}

export class ToCheck extends To<CheckCommand, CheckEvent> {}
export const toCheck = door({
  decider: check,
  commands: checkCommands,
  idOf: ({ data }) => data.checkId,
  envelope: ToCheck,
});
@CommandHandler(ToCheck)
export class ToCheckHandler extends handlerOf(toCheck) {}

export class ToAssurance extends To<AssuranceCommand, AssuranceEvent> {}
export const toAssurance = door({
  decider: assurance,
  commands: assuranceCommands,
  idOf: ({ data }) => data.assuranceId,
  envelope: ToAssurance,
  oneByOne: true,
});
/** What may be answered, and what has to be before it is accepted, is for the edition to say under which it was asked. */
@CommandHandler(ToAssurance)
export class ToAssuranceHandler extends handlerOf(toAssurance) {
  constructor(
    journal: Journal,
    private readonly gate: AssuranceGate,
  ) {
    super(journal);
  }

  override async execute(envelope: ToAssurance) {
    await this.gate.guard(envelope.id, envelope.command);
    return super.execute(envelope);
  }
}

export class ToEvaluation extends To<EvaluationCommand, EvaluationEvent> {}
export const toEvaluation = door({
  decider: evaluation,
  commands: evaluationCommands,
  idOf: ({ data }) => data.evaluationId,
  envelope: ToEvaluation,
});
@CommandHandler(ToEvaluation)
export class ToEvaluationHandler extends handlerOf(toEvaluation) {}

export class ToAttendance extends To<AttendanceCommand, AttendanceEvent> {}
export const toAttendance = door({
  decider: attendance,
  commands: attendanceCommands,
  idOf: ({ data }) => attendanceIdOf(data),
  envelope: ToAttendance,
});
@CommandHandler(ToAttendance)
export class ToAttendanceHandler extends handlerOf(toAttendance) {}

export class ToWhereabouts extends To<WhereaboutsCommand, WhereaboutsEvent> {}
export const toWhereabouts = door({
  decider: whereabouts,
  commands: whereaboutsCommands,
  idOf: ({ data }) => data.whereaboutsId,
  envelope: ToWhereabouts,
});
@CommandHandler(ToWhereabouts)
export class ToWhereaboutsHandler extends handlerOf(toWhereabouts) {}

export class ToDuty extends To<DutyCommand, DutyEvent> {}
export const toDuty = door({
  decider: duty,
  commands: dutyCommands,
  idOf: ({ data }) => data.dutyId,
  envelope: ToDuty,
});
@CommandHandler(ToDuty)
export class ToDutyHandler extends handlerOf(toDuty) {}

export class ToLetter extends To<LetterCommand, LetterEvent> {}
export const toLetter = door({
  decider: letter,
  commands: letterCommands,
  idOf: ({ data }) => data.letterId,
  envelope: ToLetter,
});
@CommandHandler(ToLetter)
export class ToLetterHandler extends handlerOf(toLetter) {}

export class ToTrust extends To<TrustCommand, TrustEvent> {}
export const toTrust = door({
  decider: trust,
  commands: trustCommands,
  idOf: () => theTrust,
  envelope: ToTrust,
});
@CommandHandler(ToTrust)
export class ToTrustHandler extends handlerOf(toTrust) {}

export class ToOperations extends To<OperationsCommand, OperationsEvent> {}
export const toOperations = door({
  decider: operations,
  commands: operationsCommands,
  idOf: () => installationId,
  envelope: ToOperations,
});
@CommandHandler(ToOperations)
export class ToOperationsHandler extends handlerOf(toOperations) {}

export const doors: readonly AnyDoor[] = [
  toSchool,
  toPerson,
  toPupil,
  toProvider,
  toPlacement,
  toOversight,
  toIncident,
  toComplaint,
  toWeekplan,
  toCheck,
  toAssurance,
  toEvaluation,
  toAttendance,
  toWhereabouts,
  toDuty,
  toLetter,
  toTrust,
  toOperations,
];

export const handlers = [
  ToSchoolHandler,
  ToPersonHandler,
  ToPupilHandler,
  ToProviderHandler,
  ToPlacementHandler,
  ToOversightHandler,
  ToIncidentHandler,
  ToComplaintHandler,
  ToWeekplanHandler,
  ToCheckHandler,
  ToAssuranceHandler,
  ToEvaluationHandler,
  ToAttendanceHandler,
  ToWhereaboutsHandler,
  ToDutyHandler,
  ToLetterHandler,
  ToTrustHandler,
  ToOperationsHandler,
];
