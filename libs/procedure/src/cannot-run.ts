import { namesIn, type Condition } from './condition.js';

export type Path = readonly PropertyKey[];

/** Something that an edition says and this version can't run, and where. */
export type CannotRun = { readonly path: Path; readonly message: string };

/** Notes what can't be run, as what this version has instead. */
export const no = (problems: CannotRun[], path: Path, what: string): void => {
  problems.push({ path, message: `can't be run: this version has ${what}` });
};

/** Notes each name of a condition that nothing in that place knows about. */
export function known(
  problems: CannotRun[],
  path: Path,
  condition: Condition | undefined,
  names: readonly string[],
): void {
  for (const name of condition === undefined ? [] : namesIn(condition)) {
    if (!names.includes(name)) no(problems, path, `nothing here that knows whether ${name} holds`);
  }
}
