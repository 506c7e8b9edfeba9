import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf } from '../faults.js';
import { freePort } from '../free-port.js';
import { program } from './binaries.js';
import { notStarted } from './not-started.js';
import { passwordOf, urlAt } from './passwords.js';
import type { Place } from './place.js';
import { isAlive, pidFile, postmasterOf, type Address } from './postmaster.js';
import { EmbeddedRefused } from './refused.js';
import { run, serverEnvironment } from './run-as.js';

/** Server settings over the defaults, such as `fsync: 'off'` for a test's server. */
export type ServerSettings = Readonly<Record<string, string>>;

const startWithinMs = 60_000;
const attemptsMax = 3;
/** A server that its own file calls busy for longer is asked itself. */
const believesFileForMs = 5_000;
const stopWithinMs = 60_000;
const logBytesMax = 10 * 1024 * 1024;
/** What fits into sockaddr_un on every system. */
const socketPathMax = 103;
const socketName = '.s.PGSQL.5432';

const defaults: ServerSettings = {
  max_connections: '200',
  timezone: 'UTC',
  // The log names no data: neither statements nor the values that an error's detail would quote.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/**
 * Finds the running server or starts one. Any number of processes may try at once. Where there are no data, `mayMake` says
 * whether this is a beginning: data that were there a moment ago are not to be begun anew.
 *
 * @throws {EmbeddedRefused} when it does not start, in a sentence made from what it said.
 */
export async function ensureRunning(place: Place, settings: ServerSettings, mayMake: boolean): Promise<Address> {
  if (!existsSync(place.cluster)) {
    if (!mayMake)
      throw new EmbeddedRefused(`${place.cluster} is gone. Mount its disk again, or bring the folder back.`);
    await makeCluster(place);
  }
  assertMajor(place);
  const before = lengthOf(place.log);
  let child: ChildProcess | undefined;
  const began = Date.now();
  for (let attempts = 0, askedAt = began; Date.now() < began + startWithinMs; await sleep(20)) {
    const found = postmasterOf(place.cluster);
    if (found.state === 'ready') return found.address;
    if (found.state === 'busy' && Date.now() > askedAt + believesFileForMs) {
      askedAt = Date.now();
      if (await answers(place, found.address)) return found.address;
    }
    if (found.state !== 'absent' || isRunning(child)) continue;
    if (attempts === attemptsMax) throw notStarted(place, endOf(place.log, before));
    attempts += 1;
    if (found.usurped) forget(place);
    child = await start(place, settings);
  }
  throw new EmbeddedRefused(
    `PostgreSQL was not ready after ${startWithinMs / 1000} s. After a crash it may be at work on what it had not finished: ` +
      `start Waymark again, and it goes on waiting. The end of ${place.log}:\n${endOf(place.log, before)}`,
  );
}

/**
 * Whether a server lets us in. What its file says of it can be old: it is written in place, which fails on some disks that
 * are full, and nobody writes it again.
 */
async function answers({ secret }: Place, address: Address): Promise<boolean> {
  if (address.host === '') return false;
  const client = new pg.Client({
    connectionString: urlAt(address, secret, 'postgres', 'postgres'),
    connectionTimeoutMillis: believesFileForMs,
  });
  client.on('error', () => undefined); // What comes after the answer is not asked for.
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Removes what says that a server is there. PostgreSQL itself believes a number that is alive, even of a process that nobody
 * has buried yet, as in a container without an init; we know that it does not serve here.
 */
function forget({ cluster, sockets }: Place): void {
  for (const file of [pidFile(cluster), join(sockets, `${socketName}.lock`), join(sockets, socketName)]) {
    rmSync(file, { force: true });
  }
}

/**
 * Stops the server in good order: transactions are rolled back, everything is on the disk. It is waited for by its number, as
 * `pg_ctl stop` does not: that would wait for whichever server another process has started meanwhile.
 */
export async function stopServer({ binaries, cluster, runAs }: Place): Promise<void> {
  const found = postmasterOf(cluster);
  if (found.state === 'absent') return;
  const isThere = (): boolean => {
    const now = postmasterOf(cluster);
    return now.state !== 'absent' && now.pid === found.pid;
  };
  await run(program(binaries, 'pg_ctl'), ['kill', 'INT', String(found.pid)], runAs).catch((error: unknown) => {
    if (isThere()) throw error;
  });
  for (const deadline = Date.now() + stopWithinMs; isThere(); await sleep(20)) {
    if (Date.now() > deadline)
      throw new EmbeddedRefused(`PostgreSQL (process ${found.pid}) was told to stop and is still at work.`);
  }
}

/** A cluster comes into being at once, by a rename: one that a crash left half-made never has its name. */
async function makeCluster(place: Place): Promise<void> {
  const { binaries, cluster, home, secret, runAs } = place;
  removeLeftovers(home);
  const draft = join(home, `unfinished-${process.pid}-${Date.now()}`);
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, `${passwordOf(secret, 'postgres')}\n`, { mode: 0o600, flag: 'wx' });
  if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
  try {
    await run(
      program(binaries, 'initdb'),
      [
        `--pgdata=${draft}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--no-instructions',
        // Said in full, because an empty LANG would give SQL_ASCII.
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      runAs,
    );
    renameSync(draft, cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cluster)) throw notStarted(place, String(error));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** What others began and did not live to finish: drafts are named after the process that makes them. */
function removeLeftovers(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = Number(/^unfinished-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

function assertMajor({ binaries, cluster }: Place): void {
  const major = majorOf(cluster);
  if (major === binaries.major) return;
  throw new EmbeddedRefused(
    `${cluster} was written by PostgreSQL ${major}, and this version of Waymark brings PostgreSQL ${binaries.major}. ` +
      'Make a backup with the version of Waymark that you had (waymark backup), move the folder away, and restore the ' +
      'backup with this one (waymark restore FILE).',
  );
}

/** The major version that wrote a cluster. @throws {EmbeddedRefused} when it is not whole. */
export function majorOf(cluster: string): string {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new EmbeddedRefused(
      `${cluster} is not whole: it does not say which PostgreSQL wrote it (PG_VERSION). Move the folder away and keep ` +
        'it, and restore your last backup (waymark restore FILE).',
      { cause: error },
    );
  }
}

async function start(place: Place, settings: ServerSettings): Promise<ChildProcess> {
  const all = { ...defaults, ...(await whereToListen(place)), ...settings };
  turnOver(place.log);
  const log = openSync(place.log, 'a', 0o600);
  // Detached: Ctrl-C in a terminal reaches the whole group, and the server must outlive our draining.
  const child = spawn(
    program(place.binaries, 'postgres'),
    ['-D', place.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...place.runAs,
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment(),
      cwd: dirname(place.cluster),
      windowsHide: true,
    },
  );
  closeSync(log);
  child.on('error', () => undefined); // It shows as a child that does not run.
  child.unref();
  return child;
}

/** A socket in a private folder, or loopback where sockets have no such paths; a password is asked for on both. */
async function whereToListen({ sockets, port }: Place): Promise<ServerSettings> {
  if (process.platform !== 'win32' && Buffer.byteLength(join(sockets, socketName)) <= socketPathMax) {
    return { listen_addresses: '', unix_socket_directories: sockets, port: '5432' };
  }
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: await samePort(port) };
}

/**
 * The port of last time, if it is free: whoever lost the connection looks for the server where it was. Somebody may take it
 * before the server does; then the start fails and is tried again.
 */
async function samePort(file: string): Promise<string> {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
  const port = await freePort(last).catch(() => freePort());
  writeFileSync(file, String(port));
  return String(port);
}

const isRunning = (child: ChildProcess | undefined): boolean =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

function turnOver(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(log, `${log}.before`);
}

const lengthOf = (log: string): number => statSync(log, { throwIfNoEntry: false })?.size ?? 0;

/** The last lines that were written since a length; all of a log that was turned over meanwhile. */
function endOf(log: string, since: number): string {
  if (!existsSync(log)) return '';
  const bytes = readFileSync(log);
  return bytes
    .subarray(bytes.length >= since ? since : 0)
    .toString()
    .slice(-2_000);
}
