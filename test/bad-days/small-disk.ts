import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#database';

/** A disk of its own, in memory, that a test fills or makes read-only. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @throws where the system lets nobody mount: what happens on a full disk can't be seen there. */
  static at(folder: string, megabytes: number): SmallDisk {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    mount(['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'waymark-bad-day', folder]);
    return new SmallDisk(folder);
  }

  /** Takes what room is left. */
  fill(): void {
    const file = openSync(this.ballast, 'a');
    try {
      for (const page = Buffer.alloc(4_096, 1); ;) writeSync(file, page);
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives back what `fill` took. */
  free(): void {
    rmSync(this.ballast, { force: true });
  }

  grow(megabytes: number): void {
    mount(['-o', `remount,size=${megabytes}m`, this.folder]);
  }

  letWrite(may: boolean): void {
    mount(['-o', `remount,${may ? 'rw' : 'ro'}`, this.folder]);
  }

  /** Takes it away with all that is on it. */
  remove(): void {
    run('umount', ['-l', this.folder]);
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }
}

const mount = (args: readonly string[]): void => run('mount', args);

function run(program: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `This test needs a small disk of its own, and ${program} was refused (${error?.message ?? stderr.trim()}). ` +
      'Run the tests as root, on Linux, where a tmpfs may be mounted.',
  );
}
