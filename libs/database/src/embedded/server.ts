import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './binaries.js';
import { passwordOf } from './passwords.js';
import type { Place } from './place.js';
import { pidFile, postmasterOf, type Address } from './postmaster.js';
import { run, serverEnvironment } from './run-as.js';

/** Server settings over the defaults, such as `fsync: 'off'` for a test's server. */
export type ServerSettings = Readonly<Record<string, string>>;

const startWithinMs = 60_000;
const attemptsMax = 3;
const logBytesMax = 10 * 1024 * 1024;
/** What fits into sockaddr_un on every system. */
const socketPathMax = 103;

const defaults: ServerSettings = {
  max_connections: '200',
  timezone: 'UTC',
  // The log names no data: neither statements nor the values that an error's detail would quote.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Finds the running server or starts one, making its data first if there are none. Any number of processes may try at once. */
export async function ensureRunning(place: Place, settings: ServerSettings = {}): Promise<Address> {
  if (!existsSync(place.cluster)) await makeCluster(place);
  assertMajor(place);
  let child: ChildProcess | undefined;
  for (let attempts = 0, deadline = Date.now() + startWithinMs; Date.now() < deadline; await sleep(20)) {
    const found = postmasterOf(place.cluster);
    if (found.state === 'ready') return found.address;
    if (found.state !== 'absent' || isRunning(child)) continue;
    if (attempts === attemptsMax)
      throw new Error(`PostgreSQL did not start. The end of ${place.log}:\n${endOf(place.log)}`);
    attempts += 1;
    if (found.usurped) rmSync(pidFile(place.cluster), { force: true });
    child = await start(place, settings);
  }
  throw new Error(
    `PostgreSQL was not ready after ${startWithinMs / 1000} s. The end of ${place.log}:\n${endOf(place.log)}`,
  );
}

/** Stops the server in good order: transactions are rolled back, everything is on the disk. */
export async function stopServer({ binaries, cluster, runAs }: Place): Promise<void> {
  if (postmasterOf(cluster).state === 'absent') return;
  await run(program(binaries, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'], runAs);
}

/** A cluster comes into being at once, by a rename: one that a crash left half-made never has its name. */
async function makeCluster({ binaries, cluster, home, secret, runAs }: Place): Promise<void> {
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
    if (!existsSync(cluster)) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function assertMajor({ binaries, cluster }: Place): void {
  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (major === binaries.major) return;
  throw new Error(
    `${cluster} was written by PostgreSQL ${major}, and this version of Waymark brings PostgreSQL ${binaries.major}. ` +
      'Make a backup with the version of Waymark that you had (waymark backup), move the folder away, and restore the ' +
      'backup with this one (waymark restore).',
  );
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
async function whereToListen({ sockets }: Place): Promise<ServerSettings> {
  if (process.platform !== 'win32' && Buffer.byteLength(join(sockets, '.s.PGSQL.5432')) <= socketPathMax) {
    return { listen_addresses: '', unix_socket_directories: sockets, port: '5432' };
  }
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) };
}

/** Somebody may take it before the server does; then the start fails and is tried with another. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const isRunning = (child: ChildProcess | undefined): boolean =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

function turnOver(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(log, `${log}.before`);
}

function endOf(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '(it was not written)';
}
