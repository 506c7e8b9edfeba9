/** What one check found: in a sentence, and what to do where something is wrong. Never a secret, never a person. */
export type Finding = {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'broken';
  readonly sentence: string;
  readonly mend?: string;
};

export const ok = (name: string, sentence: string): Finding => ({ name, state: 'ok', sentence });
export const warning = (name: string, sentence: string, mend: string): Finding => ({
  name,
  state: 'warning',
  sentence,
  mend,
});
export const broken = (name: string, sentence: string, mend: string): Finding => ({
  name,
  state: 'broken',
  sentence,
  mend,
});

/** Puts an error into words; the command line has one place for that. */
export type InWords = (error: unknown) => string;

/** Does one check. Whatever is thrown is its finding, so that no check keeps the others from being done. */
export async function guarded(
  name: string,
  inWords: InWords,
  check: () => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    // Of an error that nobody expected, the first line: the rest is a stack.
    const [sentence = ''] = inWords(error).split('\n    at ');
    return [broken(name, sentence, 'Do what the sentence says, and ask again: waymark doctor.')];
  }
}

/** "1 letter was", "2 letters were". */
export const counted = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;
