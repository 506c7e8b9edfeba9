import { CommanderError } from 'commander';
import { sentenceOf as refusalWords } from '#domain';
import { Refusal } from '#event-sourcing';
import { Interrupted } from './interruption.js';
import { systemSentence } from './system-errors.js';

/** Errors that say what to do about them: their sentence is enough. */
const sayWhatToDo = new Set([
  'BackupDamaged',
  'BadConfig',
  'BadEdition',
  'CannotWrite',
  'CopyRefused',
  'DataDirectoryInUse',
  'DatabaseUnfit',
  'DatabaseUnreachable',
  'DestroyedKeysUnreadable',
  'EditionEdited',
  'EditionMissing',
  'EmbeddedRefused',
  'EventStoreRefuses',
  'EventStoreUnreachable',
  'ImportOvertaken',
  'ImportRefused',
  'ImportUnderWay',
  'Interrupted',
  'LogBroken',
  'MasterKeyRefused',
  'MigrationRefused',
  'Misused',
  'NothingToBackUp',
  'OtherLog',
  'RedisUnusable',
  'Refused',
  'RestoreDiffers',
  'RestoreRefused',
  'RestoreUnfinished',
  'UnknownEventType',
  'Unreadable',
]);

/** A command that can't be carried out, in a sentence for whoever gave it. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
}

/** A command that was given in a way in which it can't be meant, in a sentence that says what would be right. */
export class Misused extends Refused {
  override readonly name = 'Misused';
}

/** Says on standard error why a command failed: in a sentence where there is one, else with all that is known. */
export function tell(error: unknown): void {
  // Commander has said it already, or it was asked for help and nothing is wrong.
  if (error instanceof CommanderError) return;
  process.stderr.write(`${sentenceOf(error)}\n`);
}

/**
 * What a program that runs us is told of an error: 1 when it did not work, 2 when the command was used wrongly, 130 after
 * a Ctrl-C that was heeded in order.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof Misused ? 2 : 1;
}

export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (sayWhatToDo.has(error.name)) return error.message;
  if (error instanceof Refusal) return refusalWords(error.reason) ?? error.message;
  return systemSentence(error) ?? error.stack ?? error.message;
}

/** Prints a line for people. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`);
