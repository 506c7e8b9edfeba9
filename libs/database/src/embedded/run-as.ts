import { execFile, execFileSync, type ExecFileException } from 'node:child_process';
import { platform } from 'node:process';
import { EmbeddedRefused } from './refused.js';

/** Who runs the server: PostgreSQL refuses to be root, so root hands it to somebody else. */
export type RunAs = { readonly uid: number; readonly gid: number };

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The system's user for PostgreSQL, made if missing. Only root comes here. */
export function postgresUser(): RunAs {
  if (!exists('postgres')) makeUser('postgres');
  return { uid: Number(output('id', ['-u', 'postgres'])), gid: Number(output('id', ['-g', 'postgres'])) };
}

function exists(user: string): boolean {
  try {
    output('id', ['-u', user]);
    return true;
  } catch {
    return false;
  }
}

/** Alpine's BusyBox has adduser, everybody else useradd. */
function makeUser(user: string): void {
  try {
    output('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', user]);
  } catch (error) {
    try {
      output('adduser', ['-S', '-D', '-H', '-s', '/bin/false', user]);
    } catch {
      throw new EmbeddedRefused(
        'PostgreSQL does not run as root, and the user "postgres" could not be made for it. Run Waymark as another ' +
          'user, or set DATABASE_URL.',
        { cause: error },
      );
    }
  }
}

const output = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** A small environment: the server must not depend on the shell from which somebody happened to start it. */
export const serverEnvironment = (): NodeJS.ProcessEnv =>
  platform === 'win32' ? { ...process.env, LC_ALL: 'C' } : { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Runs one of PostgreSQL's programs to its end. What it printed is in the error. */
export function run(command: string, args: readonly string[], runAs: RunAs | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { ...runAs, env: serverEnvironment(), cwd: platform === 'win32' ? undefined : '/' };
    execFile(command, args, options, (error: ExecFileException | null, stdout: string, stderr: string) => {
      if (error)
        reject(new Error(`${command} failed: ${(stderr || stdout || error.message).trim()}`, { cause: error }));
      else resolve();
    });
  });
}
