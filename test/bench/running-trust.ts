import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, MailServer, startProcess, untilQuiet, Visitor, World, type Program } from '#simulation';
import type { BenchServer } from './server.js';
import { enterSmallTrust, morning, opening, person, type LinkedPupil } from './small-trust.js';

/** The command line, as a process of its own runs it. */
export const waymarkCommand = [process.execPath, '--enable-source-maps', 'dist/apps/cli/src/main.js'];

/** One school with its pupils at as many sites, on a held morning; web and worker as two processes. */
export class RunningTrust {
  private constructor(
    readonly world: World,
    readonly pupils: readonly LinkedPupil[],
    readonly web: Program,
    readonly worker: Program,
    private readonly mail: MailServer,
    private readonly folder: string,
  ) {}

  static async start(server: BenchServer, name: string, pupilCount: number): Promise<RunningTrust> {
    const database = await server.database(name, []);
    const { serviceUrl, ownerUrl } = database;
    await database.close();
    const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-trust-'));
    const mail = await MailServer.start();
    const env = await environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl: mail.url });
    const world = await World.open({ ...env, LOG_LEVEL: 'warn' }, opening);
    const web = await startProcess([...waymarkCommand, 'web'], /are being served/, env);
    const worker = await startProcess([...waymarkCommand, 'worker'], /worker has started/, env);
    const pupils = await enterSmallTrust(world, pupilCount);
    world.moveTo(morning);
    await world.tick();
    await untilQuiet(world);
    return new RunningTrust(world, pupils, web, worker, mail, folder);
  }

  /** Somebody who is signed in as the attendance lead. */
  async signedIn(): Promise<Visitor> {
    const visitor = new Visitor(this.world.config.publicUrl);
    const path = await this.world.signInPath(person);
    const page = await visitor.get(path);
    const form = page.forms.find(({ action, method }) => method === 'post' && action === path);
    if (!form) throw new Error('The sign-in page has no form.');
    const signedIn = await visitor.send(page, form, {});
    if (signedIn.status !== 200) throw new Error(`Signing in answered ${signedIn.status}.`);
    return visitor;
  }

  async stop(): Promise<void> {
    await Promise.all([this.web.stop(), this.worker.stop()]);
    await this.world.close();
    await this.mail.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The memory that a process has resident, in MB (2^20 bytes), as Linux counts it. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}
