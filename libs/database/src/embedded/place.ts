import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from '../faults.js';
import { completed, copied, findBinaries, type Binaries } from './binaries.js';
import { EmbeddedRefused } from './refused.js';
import { isRoot, postgresUser, type RunAs } from './run-as.js';

/** Everything that an embedded server has on the disk. */
export type Place = {
  /** The folder of it all, 0700; `postgres` in the data directory, or where that points to. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly log: string;
  /** Where it is written on which port the server listens, if it does not listen on a socket. */
  readonly port: string;
  readonly sockets: string;
  /** What the passwords of all roles are made from. */
  readonly secret: string;
  readonly runAs: RunAs | null;
  readonly binaries: Binaries;
};

const rootsHome = '/var/lib/waymark';

/**
 * Finds or makes the place of a data directory's server.
 *
 * As root the server runs as the user `postgres`, who may not be able to reach the data directory (a clone in a 0700 folder)
 * or the programs in node_modules. So both lie under /var/lib/waymark, and `postgres` in the data directory points there.
 */
export function preparePlace(dataDir: string): Place {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const home = homeIn(folder);
  const runAs = whoRuns(home);
  const binaries = findBinaries();
  return {
    home,
    cluster: join(home, 'data'),
    log: join(home, 'server.log'),
    port: join(home, 'port'),
    sockets: privateFolder(join(home, 'socket'), runAs),
    secret: secretIn(home, runAs),
    runAs,
    binaries: runAs ? copied(binaries, rootsHome) : (completed(binaries) ?? copied(binaries, folder)),
  };
}

function homeIn(folder: string): string {
  const entry = join(folder, 'postgres');
  if (!isThere(entry)) make(folder, entry);
  try {
    return realpathSync(entry);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new EmbeddedRefused(
      `${entry} points to ${readlinkSync(entry)}, which is gone. Bring that folder back, or remove ${entry} to begin ` +
        'with an empty database.',
      { cause: error },
    );
  }
}

function make(folder: string, entry: string): void {
  if (!isRoot()) {
    mkdirSync(entry, { recursive: true, mode: 0o700 });
    return;
  }
  mkdirSync(rootsHome, { recursive: true, mode: 0o755 });
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const home = privateFolder(join(rootsHome, name), postgresUser());
  try {
    symlinkSync(home, entry);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // Another process was as quick, and made the same.
  }
}

/** Root hands the server to the owner of its data, which is the user `postgres` unless somebody else made them. */
function whoRuns(home: string): RunAs | null {
  if (process.getuid === undefined) return null;
  const { uid, gid } = statSync(home);
  if (isRoot()) {
    if (uid !== 0) return { uid, gid };
    const user = postgresUser();
    chownSync(home, user.uid, user.gid);
    return user;
  }
  if (uid !== process.getuid()) {
    throw new EmbeddedRefused(
      `${home} belongs to another user (id ${uid}), who started this installation first. Run Waymark as that user, ` +
        'or as root if it was root.',
    );
  }
  return null;
}

/** Made once, with all its bytes, or found: two processes that begin together read the same. */
function secretIn(home: string, runAs: RunAs | null): string {
  const file = join(home, 'password');
  if (!existsSync(file)) {
    const draft = join(home, `password-${process.pid}-${Date.now()}`);
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    if (runAs) chownSync(draft, runAs.uid, runAs.gid);
    try {
      linkSync(draft, file);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8').trim();
}

function privateFolder(folder: string, runAs: RunAs | null): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  return folder;
}

function isThere(entry: string): boolean {
  return lstatSync(entry, { throwIfNoEntry: false }) !== undefined;
}
