import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the editions that come with Waymark, found from here whether this runs from source or was built. */
export function shippedProcedures(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, 'procedures');
    if (existsSync(found) && existsSync(join(folder, 'package.json'))) return found;
    if (folder === dirname(folder)) throw new Error('The folder procedures is not where Waymark is installed.');
  }
}
