import { z } from 'zod';

/** What may be kept and logged of an error: never its own words, which may quote what somebody entered. */
export type Failure = { readonly errorClass: string; readonly message: string };

const known = new Set([
  'StreamMoved',
  'Unacceptable',
  'UnknownEventType',
  'EditionMissing',
  'UnknownJob',
  'StepsFailed',
]);
const messageMax = 500;

/**
 * An error without personal data. Of our own errors that promise to hold none, the sentence; of bad input, where it is and
 * what kind of fault; of all others, their code and the place in the code.
 */
export function withoutPersonalData(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorClass: typeof error, message: 'Something was thrown that is no error.' };
  return { errorClass: error.name.slice(0, 100), message: wordsFor(error).slice(0, messageMax) };
}

function wordsFor(error: Error): string {
  const words = known.has(error.name) ? [error.message] : [];
  if (error instanceof AggregateError) {
    const causes = error.errors.map(withoutPersonalData);
    return [...words, ...causes.map((cause) => `${cause.errorClass}: ${cause.message}`)].join(' ');
  }
  if (words[0] !== undefined) return words[0];
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, code }) => `${path.join('.') || 'the whole'}: ${code}`).join('; ');
  }
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  const sign = [code, reason].find((each) => typeof each === 'string');
  return [sign, placeOf(error)].filter(Boolean).join(' ') || 'no more is known';
}

/** The first frame of the stack, looked for behind the message, which may itself have several lines. */
const placeOf = ({ stack = '', message }: Error): string | undefined =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .find((line) => /^\s+at /.test(line))
    ?.trim();
