import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of Waymark that works for a simulation: ended politely, or killed as a power cut would. */
export type Program = {
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

const readyWithinMs = 60_000;
const saidMax = 20_000;

/**
 * Starts a command as a process of its own and waits for the line in which it says that it is ready. Whatever it
 * says is kept, and told if it ends before.
 */
export async function startProcess(
  command: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>>,
  onSaid: (words: string) => void = () => undefined,
): Promise<Program> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-saidMax);
    onSaid(chunk.toString());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);

  const timer = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (ready.test(line)) resolve();
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        reject(new Error(`${command.join(' ')} ended with ${code ?? signal} before it was ready.\n${said}`));
      });
    });
    return { pid: child.pid ?? 0, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
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
