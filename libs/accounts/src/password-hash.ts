import { hash, verify } from '@node-rs/argon2';

/** argon2id, which is the library's default: 19 MiB, two passes, one lane. About 30 ms, and as much for a guesser. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two keyboards may write the same character differently, so what is hashed is its one form (NFKC). */
const oneForm = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(oneForm(password), cost);

const asWeHash = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** Whether a hash was made at another cost than today's: it is made again when its password is next at hand. */
export const isOfAnotherCost = (known: string): boolean => !known.startsWith(asWeHash);

/** A hash that no password has, made once: so that an unknown address takes as long to refuse as a wrong password. */
let nobodys: Promise<string> | undefined;

/** Whether it is the password; the answer takes as long when there is no hash to hold it against. */
export async function isPassword(password: string, known: string | undefined): Promise<boolean> {
  const against = known ?? (await (nobodys ??= hashPassword('')));
  const right = await verify(against, oneForm(password));
  return right && known !== undefined;
}
