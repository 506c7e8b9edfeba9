import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What may also be given as a file, by the same name with `_FILE`, so that it shows in no list of processes. */
const secretNames = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'EVENT_STORE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'MASTER_KEY',
] as const;

/**
 * The environment with secrets read from their files. An empty variable is an absent one, as it is in shells and compose
 * files. What is wrong is added to `faults` by the variable's name.
 */
export function withSecrets(env: Environment, faults: Map<string, string>): Record<string, string> {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== ''),
  );
  for (const name of secretNames) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) {
      faults.set(`${name}_FILE`, `is set beside ${name}: set one of the two`);
      continue;
    }
    try {
      given[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      faults.set(`${name}_FILE`, `names a file that can't be read (${code ?? 'no reason given'}): ${file}`);
      continue;
    }
    if (given[name] === '') faults.set(`${name}_FILE`, `names an empty file: ${file}`);
  }
  return given;
}
