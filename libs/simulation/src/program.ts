import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of Waymark that works for a simulation: ended politely, or killed as a power cut would. */
export type Program = {
  /** The address that it serves, if it serves one. */
  readonly address: string | null;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

/** How a program is started: as another process, or in this one. */
export type StartProgram = (env: Readonly<Record<string, string>>) => Promise<Program>;

const readyWithinMs = 60_000;
const saidMax = 20_000;

/**
 * Starts a command as a process of its own and waits for the line in which it says that it is ready; an address in that
 * line is the program's. Whatever it says is kept, and told if it ends before.
 */
export async function startProcess(
  command: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>>,
): Promise<Program> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-saidMax));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);

  const timer = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (each) => {
        if (ready.test(each)) resolve(each);
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        reject(new Error(`${command.join(' ')} ended with ${code ?? signal} before it was ready.\n${said}`));
      });
    });
    const address = /https?:\/\/[^\s]+/.exec(line)?.[0] ?? null;
    return { address, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
