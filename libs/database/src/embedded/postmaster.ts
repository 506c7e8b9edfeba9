import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../faults.js';

export type Address = { readonly host: string; readonly port: number };

/** What `postmaster.pid` tells of the server on a data directory. */
export type Postmaster =
  | { readonly state: 'ready' | 'busy'; readonly pid: number; readonly address: Address }
  /** Nobody runs; a pid file may have been left by a crash. `usurped`: its number now belongs to another process. */
  | { readonly state: 'absent'; readonly usurped: boolean };

export const pidFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Reads who runs on a data directory. A stale file is no server: its process is gone, or is something else by now. */
export function postmasterOf(cluster: string): Postmaster {
  const lines = linesOf(pidFile(cluster));
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return { state: 'absent', usurped: false };
  if (!servesHere(pid, cluster)) return { state: 'absent', usurped: true };
  const [, , , port, sockets, listens, , status] = lines.map((line) => line.trim());
  const address = { host: sockets || (listens === '*' ? '127.0.0.1' : listens) || '', port: Number(port) };
  return { state: status === 'ready' && address.host !== '' ? 'ready' : 'busy', pid, address };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Whether a process of this number is there, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Numbers are used again, in containers soon: a server is known by working in its data directory. */
function servesHere(pid: number, cluster: string): boolean {
  if (process.platform === 'win32') return true;
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres');
  } catch {
    return false;
  }
}
