import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Database } from '#database';
import { waymarkCommand } from './running-trust.js';

/** The master key of databases that a bench makes. */
export const benchMasterKey = Buffer.alloc(32, 1);

/** The most memory that a command ever had resident, in MB (2^20 bytes), as Linux counts it, and how long it took. */
export type CommandRun = { readonly peakMb: number; readonly ms: number };

/** Runs a command of the command line, in a process of its own, to its end. @throws when it fails. */
export async function runCommand(
  args: readonly string[],
  { serviceUrl, ownerUrl }: Pick<Database, 'serviceUrl' | 'ownerUrl'>,
  dataDir: string,
  nodeOptions: readonly string[] = [],
): Promise<CommandRun> {
  const [node = '', ...command] = waymarkCommand;
  const began = performance.now();
  const child = spawn(node, [...command, ...args], {
    env: {
      ...process.env,
      WAYMARK_DATA: dataDir,
      DATABASE_URL: serviceUrl,
      DATABASE_OWNER_URL: ownerUrl,
      MASTER_KEY: benchMasterKey.toString('base64'),
      NODE_OPTIONS: nodeOptions.join(' '),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMb = 0;
  const looking = setInterval(() => {
    try {
      const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      if (line) peakMb = Number(line[1]) / 1024;
    } catch {
      // It has just ended: the last look stands.
    }
  }, 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(looking);
  if (code !== 0) throw new Error(`waymark ${args.join(' ')} ended with ${code}.`);
  return { peakMb, ms: performance.now() - began };
}
