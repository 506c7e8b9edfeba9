import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The type of event that the later version knows, and this one does not. */
export const laterType = 'PlacementPraised';

/**
 * A build of what a later version may be: it knows an event more, in the stream of a placement, and has a read model in a further
 * version. Gives its command line.
 */
export function laterVersion(folder: string): string {
  mkdirSync(folder);
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const events = 'export const allEvents = catalogue(';
  change(join(folder, 'dist/libs/domain/src/events.js'), [
    [events, `${events}messages({ ${laterType}: z.object({ placementId: z.string() }) }), `],
    ['import ', `import { z } from 'zod';\nimport { messages } from '#event-sourcing';\nimport `],
  ]);
  const last = `case 'PlacementEnded':\n                return {`;
  change(join(folder, 'dist/libs/domain/src/placement/placement.js'), [
    [last, `case '${laterType}':\n                return placement;\n            ${last}`],
  ]);
  const version = /version: (\d+)/.exec(readFileSync(join(folder, 'dist/libs/read-models/src/placements.js'), 'utf8'));
  const [now = 'version: ', number = ''] = version ?? [];
  change(join(folder, 'dist/libs/read-models/src/placements.js'), [[now, `version: ${Number(number) + 1}`]]);
  return join(folder, 'dist/apps/cli/src/main.js');
}

function change(file: string, changes: readonly (readonly [string, string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} no longer has ${from}: say here how a later version differs.`);
    text = text.replace(from, () => to);
  }
  writeFileSync(file, text);
}
