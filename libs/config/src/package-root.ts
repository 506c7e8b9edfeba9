import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of Waymark's package.json, found from the source and from dist alike, wherever a command was given. */
export function packageRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('Waymark is started from outside its own folder: package.json was not found.');
  return packageRoot(above);
}

/** The folder of the procedure's editions that come with Waymark. */
export const shippedProcedures = (): string => join(packageRoot(), 'procedures');
