import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { broken, ok, warning, type Finding } from './finding.js';

const gigabyte = 1024 ** 3;
const warnsBelow = gigabyte;
const breaksBelow = gigabyte / 16;

/** The data directory: is it there, ours, and is there room? `freeBytes` is asked of the disk unless told. */
export function checkDataDirectory(dataDir: string, freeBytes = freeAt): readonly Finding[] {
  const name = 'data directory';
  if (!existsSync(dataDir)) return [ok(name, `${dataDir} is not there yet: the first start makes it.`)];
  const { uid } = statSync(dataDir);
  if (!statSync(dataDir).isDirectory()) {
    return [broken(name, `${dataDir} is not a folder.`, 'Move it away, or set WAYMARK_DATA to another folder.')];
  }
  const isOthers = process.getuid !== undefined && process.getuid() !== 0 && uid !== process.getuid();
  if (isOthers) {
    return [
      broken(
        name,
        `${dataDir} belongs to another user (id ${uid}).`,
        'Run Waymark as that user, or give it to this one.',
      ),
    ];
  }
  if (!isWritable(dataDir)) {
    return [
      broken(
        name,
        `${dataDir} can't be written to.`,
        'Give its user the right to write, and mount its disk for writing.',
      ),
    ];
  }
  return [room(name, dataDir, freeBytes(dataDir))];
}

/** How much room there is where a folder lies. */
export function room(name: string, folder: string, free = freeAt(folder)): Finding {
  const there = `${folder} has ${inWords(free)} free`;
  if (free < breaksBelow)
    return broken(name, `${there}: nothing more can be saved soon.`, 'Free some space on its disk now.');
  if (free < warnsBelow) return warning(name, `${there}.`, 'Free some space on its disk before it is full.');
  return ok(name, `${there}, and can be written to.`);
}

function freeAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const inWords = (bytes: number): string =>
  bytes >= gigabyte ? `${(bytes / gigabyte).toFixed(1)} GB` : `${Math.floor(bytes / 1024 ** 2)} MB`;
