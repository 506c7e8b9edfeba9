import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#database';

export type RedisServerOptions = {
  /** Further lines of its settings; those that come later count. */
  readonly lines?: (port: number) => readonly string[];
  /** As a sentinel, which watches others and keeps nothing for anybody. */
  readonly sentinel?: boolean;
};

const attemptsMax = 5;

/**
 * A redis-server of a test's own on a free port of this machine. It keeps nothing: whenever it starts, it is empty. A folder
 * of its own goes with it.
 */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly settings: RedisServerOptions,
    private folder: string,
    private child: ChildProcess,
  ) {}

  static async start(settings: RedisServerOptions = {}): Promise<RedisServer> {
    for (let attempt = 1; ; attempt += 1) {
      const [port, folder] = [await freePort(), newFolder()];
      try {
        return new RedisServer(port, settings, folder, await serve(port, folder, settings));
      } catch (error) {
        rmSync(folder, { recursive: true });
        // Somebody else may have taken the port since it was free.
        if (attempt === attemptsMax) throw error;
      }
    }
  }

  /** Without TLS. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends it: in order, or as a power cut would. */
  async goAway(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    if (!isRunning(this.child)) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  /** Another one, empty, where this one was. */
  async comeBack(): Promise<void> {
    rmSync(this.folder, { recursive: true });
    this.folder = newFolder();
    this.child = await serve(this.port, this.folder, this.settings);
  }

  /** Answers nobody, and keeps its connections, until it `thaw`s. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.goAway();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'waymark-redis-'));
const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

async function serve(port: number, folder: string, { lines, sentinel }: RedisServerOptions): Promise<ChildProcess> {
  const file = join(folder, 'redis.conf');
  const keepsNothing = sentinel ? [] : ['save ""', 'appendonly no'];
  const settings = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...keepsNothing, ...(lines?.(port) ?? [])];
  writeFileSync(file, `${settings.join('\n')}\n`);
  const child = spawn('redis-server', [file, ...(sentinel ? ['--sentinel'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const words of on(child.stdout, 'data', { close: ['end'] })) {
    said += String(words);
    if (/eady to accept connections|\+monitor master/.test(said)) {
      child.stdout.resume(); // What it says from now on is of no interest, and must not fill the pipe.
      return child;
    }
  }
  throw new Error(`redis-server ended before it was ready.\n${said}`);
}
