import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.js';
import { urlAt, type EmbeddedRole } from './passwords.js';
import { postmasterOf, type Postmaster } from './postmaster.js';
import { majorOf } from './server.js';

/** An embedded server as it is found: nothing is made, started or changed. */
export type EmbeddedLook = {
  /** The folder of it all. */
  readonly home: string;
  readonly log: string;
  /** The major version that wrote the data; null when there are none yet. */
  readonly major: string | null;
  /** The major version that this version of Waymark brings. */
  readonly ownMajor: string;
  readonly server: Postmaster;
  /** The URL of a role in a database; null unless the server is ready. */
  url(role: EmbeddedRole, database: string): string | null;
};

/** Looks at the server of a data directory; null when none was ever made. @throws what the operating system says. */
export function lookAtEmbedded(dataDir: string): EmbeddedLook | null {
  const entry = join(resolve(dataDir), 'postgres');
  if (!existsSync(entry)) return null;
  const home = realpathSync(entry);
  const cluster = join(home, 'data');
  const isMade = existsSync(cluster);
  const server: Postmaster = isMade ? postmasterOf(cluster) : { state: 'absent', usurped: false };
  return {
    home,
    log: join(home, 'server.log'),
    major: isMade ? majorOf(cluster) : null,
    ownMajor: findBinaries().major,
    server,
    url: (role, database) =>
      server.state === 'ready'
        ? urlAt(server.address, readFileSync(join(home, 'password'), 'utf8').trim(), role, database)
        : null,
  };
}
