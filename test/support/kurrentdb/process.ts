import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Child } from '../child.js';

/** The stand-in as a process of its own, which can be killed and started again with what it had stored. */
export class KurrentProcess {
  private constructor(
    private child: Child,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(): Promise<KurrentProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'kurrentdb-'));
    const child = await serve(folder, '');
    return new KurrentProcess(child, folder, String(await child.message()));
  }

  /** Ends it as a power cut would. */
  async goAway(): Promise<void> {
    await this.child.kill();
  }

  async comeBack(): Promise<void> {
    this.child = await serve(this.folder, /:(\d+)\?/.exec(this.url)?.[1] ?? '');
    await this.child.message();
  }

  async stop(): Promise<void> {
    await this.child.kill();
    rmSync(this.folder, { recursive: true });
  }
}

const serve = (folder: string, port: string): Promise<Child> =>
  startChild('test/support/kurrentdb/stand-in.child.ts', {
    STAND_IN_PORT: port,
    STAND_IN_LOG: join(folder, 'log.jsonl'),
  });
