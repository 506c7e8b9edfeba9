import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SmallDisk } from './small-disk.js';

/** What the key sends, and what a terminal makes SIGINT of. */
export const ctrlC = '\u0003';
/** The end of what is typed. */
export const ctrlD = '\u0004';

/** What a program that has ended leaves to be seen. */
export type Ended = { readonly code: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string };

export type Variables = Readonly<Record<string, string | undefined>>;

/** Nothing takes so long; but a test that waits in vain must say for what. */
const saysWithinMs = 110_000;

const main = resolve('dist/apps/cli/src/main.js');

/** What is tried is what was built, so it must be what is written. */
export function build(): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/ready.mjs'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The sources don't build: ${stderr}`);
}

/** A program of Waymark that goes on running, and what it has said so far. */
export class Running {
  stdout = '';
  stderr = '';
  private readonly ending: Promise<Ended>;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (bytes: Buffer) => (this.stdout += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (this.stderr += bytes.toString()));
    this.ending = new Promise((done, failed) => {
      child.once('error', failed);
      child.once('close', (code, signal) => {
        done({ code: code ?? signal ?? 'SIGKILL', stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Types on its keyboard, where it has one. `ctrlC` is a key like any other. */
  type(keys: string): void {
    this.child.stdin?.write(keys);
  }

  ended(): Promise<Ended> {
    return this.ending;
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ending;
  }

  /** Waits until it has said something. @throws with all that it said when it ends before, or says it never. */
  says(words: RegExp): Promise<RegExpExecArray> {
    return this.saysNext(words, { stdout: 0, stderr: 0 });
  }

  /** Types, and waits until it has said something after that. */
  async answers(keys: string, words: RegExp): Promise<RegExpExecArray> {
    const before = { stdout: this.stdout.length, stderr: this.stderr.length };
    this.type(keys);
    return this.saysNext(words, before);
  }

  private async saysNext(words: RegExp, after: { stdout: number; stderr: number }): Promise<RegExpExecArray> {
    let over: Ended | undefined;
    void this.ending.then((ended) => (over = ended));
    for (const giveUpAt = Date.now() + saysWithinMs; Date.now() < giveUpAt;) {
      const found = words.exec(this.stdout.slice(after.stdout)) ?? words.exec(this.stderr.slice(after.stderr));
      if (found) return found;
      if (over) throw new Error(`It ended with ${over.code} and never said ${words}.\n${over.stdout}\n${over.stderr}`);
      await pause(20);
    }
    throw new Error(`It has not said ${words} in all this time.\n${this.stdout}\n${this.stderr}`);
  }
}

/** An empty folder in which programs of Waymark are started, and from which everything goes away again. */
export class BadDay {
  readonly folder = mkdtempSync(join(tmpdir(), 'waymark-bad-day-'));
  private readonly running: Running[] = [];
  private readonly homes = new Set<string>();
  private readonly disks: SmallDisk[] = [];

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  /** Where the embedded server of a data directory lives. */
  home(dataDir = this.dataDir): string {
    const home = realpathSync(join(dataDir, 'postgres'));
    this.homes.add(home);
    return home;
  }

  /** The process that serves the database; null when none does. */
  serverPid(dataDir = this.dataDir): number | null {
    const file = join(this.home(dataDir), 'data', 'postmaster.pid');
    if (!existsSync(file)) return null;
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return isAlive(pid) ? pid : null;
  }

  /** Starts a program that goes on. Nothing of the surroundings of the test reaches it but the path. */
  start(command: readonly string[], env: Variables = {}, by: readonly string[] = []): Running {
    return this.spawn([...by, process.execPath, '--enable-source-maps', main, ...command], env);
  }

  /** As `start`, of another build than that of the sources. */
  startBuild(otherMain: string, command: readonly string[], env: Variables = {}): Running {
    return this.spawn([process.execPath, '--enable-source-maps', otherMain, ...command], env);
  }

  /**
   * Starts a program on a terminal of its own, with a keyboard. What it says on standard error is seen there as well, so all
   * of it is in `stdout`. It takes `script` of util-linux, which every Debian has.
   */
  startOnTerminal(command: readonly string[], env: Variables = {}, columns = 100): Running {
    const words = [process.execPath, '--enable-source-maps', main, ...command].map((word) => `'${word}'`).join(' ');
    const onTerminal = `stty rows 40 columns ${columns}; exec ${words}`;
    return this.spawn(
      ['script', '-qefc', onTerminal, '/dev/null'],
      { TERM: 'xterm', SHELL: '/bin/sh', ...env },
      'pipe',
    );
  }

  /** Starts a few lines of JavaScript. */
  startScript(script: string): Running {
    return this.spawn([process.execPath, '--input-type=module', '--eval', script], {});
  }

  private spawn(
    [program = '', ...args]: readonly string[],
    env: Variables,
    keyboard: 'ignore' | 'pipe' = 'ignore',
  ): Running {
    const child = spawn(program, args, {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        WAYMARK_DATA: this.dataDir,
        WAYMARK_PROCEDURES: resolve('procedures'),
        PORT: '0',
        ...env,
      },
      stdio: [keyboard, 'pipe', 'pipe'],
    });
    const running = new Running(child);
    this.running.push(running);
    return running;
  }

  /** Runs a program to its end. */
  run(command: readonly string[], env: Variables = {}, by: readonly string[] = []): Promise<Ended> {
    return this.start(command, env, by).ended();
  }

  /** Starts it, waits until it serves, and gives it with its address. */
  async serve(env: Variables = {}): Promise<{ waymark: Running; url: string }> {
    const waymark = this.start(['start'], env);
    const [, url = ''] = await waymark.says(/Waymark is at (\S+)/);
    await waymark.says(/Ctrl-C stops it/);
    return { waymark, url };
  }

  /** A small disk: for the embedded server of the data directory, unless told. @throws where nothing may be mounted. */
  smallDisk(megabytes: number, folder = join(this.dataDir, 'postgres')): SmallDisk {
    chmodSync(this.folder, 0o755); // As root the server is somebody else, who has to get there.
    const disk = SmallDisk.at(folder, megabytes);
    this.disks.push(disk);
    return disk;
  }

  /** Ends whatever is left, and removes the folder. */
  async end(): Promise<void> {
    for (const each of this.running.splice(0)) await each.kill();
    for (const name of existsSync(this.folder) ? readdirSync(this.folder) : []) {
      const link = join(this.folder, name, 'postgres');
      if (existsSync(link)) this.home(join(this.folder, name));
    }
    for (const home of this.homes) await stopServer(join(home, 'data', 'postmaster.pid'));
    for (const disk of this.disks.splice(0)) disk.remove();
    for (const home of this.homes) rmSync(home, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  make(name: string, mode: number): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true, mode });
    return folder;
  }
}

/** The data are thrown away, so the server may stop at once. */
async function stopServer(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return;
  process.kill(pid, 'SIGQUIT');
  while (isAlive(pid)) await pause(20);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(statusOf(pid));
  } catch {
    return false;
  }
}

/** Numbers are used again; where there is no /proc, the file is believed. */
const isPostgres = (pid: number): boolean =>
  pid > 0 && isAlive(pid) && (statusOf(pid) === '' || /^Name:\s+postgres/m.test(statusOf(pid)));

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
