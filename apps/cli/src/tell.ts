/** Errors that say what to do about them: their sentence is enough. */
const sayWhatToDo = new Set([
  'BadConfig',
  'BadEdition',
  'DataDirectoryInUse',
  'DatabaseUnfit',
  'MasterKeyRefused',
  'MigrationRefused',
  'Refused',
]);

/** A command that can't be carried out, in a sentence for whoever gave it. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Says on standard error why a command failed: in a sentence where there is one, else with all that is known. */
export function tell(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
}

export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (sayWhatToDo.has(error.name)) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken by another program. Stop that one, or set PORT to another number.';
  }
  return error.stack ?? error.message;
}

/** Prints a line for people. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`);
