import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of a .dockerignore: what it keeps out, or with `!` lets in again. The last line that fits a path decides. */
type Rule = { readonly letsIn: boolean; readonly pattern: string; readonly fits: RegExp };

/** Whether a path is kept out of an image by the lines of a .dockerignore. */
export function keptOut(path: string, rules: readonly Rule[]): boolean {
  const last = rules.findLast(({ fits }) => fits.test(path));
  return last !== undefined && !last.letsIn;
}

export function readIgnored(text: string): Rule[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const letsIn = line.startsWith('!');
      const pattern = letsIn ? line.slice(1) : line;
      return { letsIn, pattern, fits: expressionOf(pattern) };
    });
}

/** What an engine would be sent of a folder: the paths of its files, as its .dockerignore has them. */
export function contextOf(folder: string): string[] {
  const rules = readIgnored(readFileSync(join(folder, '.dockerignore'), 'utf8'));
  const filesIn = (path: string): string[] =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (!entry.isDirectory()) return keptOut(inner, rules) ? [] : [inner];
      // As an engine does, a folder that is kept out is looked into only where something in it is let in again.
      const mayHold = rules.some(({ letsIn, pattern }) => letsIn && pattern.startsWith(`${inner}/`));
      return keptOut(inner, rules) && !mayHold ? [] : filesIn(inner);
    });
  return filesIn('');
}

/** A pattern fits a path, and all that lies below it. */
function expressionOf(pattern: string): RegExp {
  const parts = pattern
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('')}(/.*)?$`);
}

const wildcards: Partial<Record<string, string>> = { '**/': '(.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
