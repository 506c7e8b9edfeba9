import { statfsSync } from 'node:fs';
import type { Place } from './place.js';
import { EmbeddedRefused } from './refused.js';

/** What PostgreSQL's programs say in English (`LC_ALL=C`) of the failures that an installation can meet. */
const reasons: readonly (readonly [sign: RegExp, sentence: (place: Place) => string])[] = [
  [
    /could not create semaphores|could not (create|map|resize|attach) .*shared memory|Cannot allocate memory/i,
    () =>
      'the machine has no memory left for it. End other programs, or raise the limits on shared memory and semaphores',
  ],
  [/No space left on device|Disk quota exceeded/i, isFull],
  [/Read-only file system/i, ({ home }) => `${home} can only be read. Mount it so that it can be written to`],
  [
    /Permission denied|Operation not permitted|has wrong ownership|has invalid permissions/i,
    ({ home }) => `it may not write to ${home}. Give that folder and all that is in it to the user who runs it, 0700`,
  ],
  [
    /Too many open files|Resource temporarily unavailable/i,
    () => 'the machine allows no more open files or processes (see ulimit -n and -u). Raise the limit',
  ],
  [
    /could not find|No such file or directory|invalid checkpoint record|could not locate a valid checkpoint/i,
    ({ cluster }) =>
      `files in ${cluster} are missing or damaged. Put a backup back (waymark restore), and keep that folder`,
  ],
];

function isFull({ home }: Place): string {
  return `the disk of ${home} is full. Free some space there`;
}

/** With less than this, a server may not even be able to say that it has no room. */
const roomMinBytes = 1024 * 1024;

function hasRoom({ home }: Place): boolean {
  const { bavail, bsize } = statfsSync(home);
  return bavail * bsize >= roomMinBytes;
}

/** Why the server did not start, as far as its own words tell. */
export function notStarted(place: Place, said: string): EmbeddedRefused {
  const why = reasons.find(([sign]) => sign.test(said))?.[1](place) ?? (hasRoom(place) ? undefined : isFull(place));
  const words = said.trim() === '' ? 'It said nothing.' : `It said:\n${said.trim()}`;
  if (why === undefined) {
    return new EmbeddedRefused(
      `PostgreSQL did not start, for a reason that is not known here (${place.log}). ${words}`,
    );
  }
  return new EmbeddedRefused(`PostgreSQL did not start: ${why}, and start Waymark again. More is in ${place.log}.`);
}
