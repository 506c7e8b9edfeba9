import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#config';

/** Where the demonstration lives: beside the data of this folder, and never in them. */
export function demoFolder(): string {
  const { dataDir } = readConfig({ WAYMARK_DATA: process.env['WAYMARK_DATA'] });
  const folder = join(dataDir, 'demo');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
