import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from './package-root.js';

const described = z.object({ version: z.string() });

/** The version of Waymark that this is. */
export const waymarkVersion = (): string =>
  described.parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))).version;
