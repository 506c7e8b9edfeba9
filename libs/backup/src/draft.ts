import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sink } from './writing.js';

const unfinished = '.unfinished';
/** Nobody writes to it any more. */
const abandonedAfterMs = 60 * 60 * 1000;

/** A folder does not take the file. The sentence says what to do. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

/** A file that has its name only when it is whole: until then it is called unfinished, and whoever gives up removes it. */
export class Draft implements Sink {
  private constructor(
    private readonly folder: string,
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Begins a file in a folder, which is made if need be. What a killed process left there is removed. */
  static async begin(folder: string): Promise<Draft> {
    return orCannotWrite(folder, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeAbandoned(folder);
      const path = join(folder, `waymark-${process.pid}-${Date.now()}${unfinished}`);
      return new Draft(folder, path, await open(path, 'wx', 0o600));
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    await orCannotWrite(this.folder, () => this.handle.writeFile(bytes));
  }

  /** Returns when the bytes are on the disk. */
  async finish(): Promise<void> {
    await orCannotWrite(this.folder, () => this.handle.sync());
    await this.handle.close();
  }

  /** Gives the file its name, for good. */
  async rename(name: string): Promise<string> {
    const path = join(this.folder, name);
    await orCannotWrite(this.folder, async () => {
      await rename(this.path, path);
      await syncFolder(this.folder);
    });
    return path;
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('waymark-') || !name.endsWith(unfinished)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - abandonedAfterMs) await rm(path, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room, or name a folder on another disk',
  EDQUOT: 'the quota is used up. Make room, or name a folder on another disk',
  EROFS: 'the disk is read-only. Name another folder',
  EACCES: 'this user may not write there. Let them, or name another folder',
  EPERM: 'this user may not write there. Let them, or name another folder',
  ENOTDIR: 'a part of the path is a file. Name another folder',
  EEXIST: 'it is a file. Name a folder',
};

async function orCannotWrite<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new CannotWrite(`No backup was written to ${folder}: ${reason}.`, { cause: error });
  }
}
