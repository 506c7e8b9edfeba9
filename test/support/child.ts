import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export type Child = {
  /** The next message that it sends. @throws when it ends without one. */
  message(): Promise<unknown>;
  /** Ends it as the operating system would: no handler of it runs. */
  kill(): Promise<void>;
};

/**
 * Runs a TypeScript file as a process of its own, which needs no build before. Messages go by `process.send`.
 *
 * A test that kills something must kill a real process: whatever only pretends to die still tidies up.
 */
export async function startChild(file: string, env: Readonly<Record<string, string>>): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-child-'));
  const outfile = join(folder, 'child.mjs');
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    external: ['pg-native', '@kurrent/bridge'],
    loader: { '.node': 'copy' },
    // Libraries in CommonJS ask for Node's modules by require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  const child = fork(outfile, { env: { ...process.env, ...env }, execArgv: [] });
  child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    message: () => nextMessage(child),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('The process ended without a word.')));
  });
}
