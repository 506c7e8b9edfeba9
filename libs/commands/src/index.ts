export * from './commands.module.js';
export { Send } from './send.js';
export {
  ToAttendance,
  ToCheck,
  ToDuty,
  ToLetter,
  ToOperations,
  ToPerson,
  ToPlacement,
  ToProvider,
  ToPupil,
  ToSchool,
  ToWhereabouts,
} from './streams.js';
export { To, type CarriedOut } from './to.js';
