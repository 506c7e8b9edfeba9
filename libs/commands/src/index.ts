export * from './commands.module.js';
export { Send } from './send.js';
export {
  ToAssurance,
  ToAttendance,
  ToCheck,
  ToComplaint,
  ToDuty,
  ToEvaluation,
  ToIncident,
  ToLetter,
  ToOperations,
  ToOversight,
  ToPerson,
  ToPlacement,
  ToProvider,
  ToPupil,
  ToSchool,
  ToWeekplan,
  ToTrust,
  ToWhereabouts,
} from './streams.js';
export { To, type CarriedOut } from './to.js';
