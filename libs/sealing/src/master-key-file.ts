import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MasterKey, masterKeyBytes, MasterKeyRefused } from './master-key.js';

export type LoadedMasterKey = {
  readonly masterKey: MasterKey;
  /** What the console must say, in words: set when the key has just been made. */
  readonly warning: string | null;
};

/**
 * The master key: the one that was given, else that of the file, else, if `mayMake`, a new one in the file. A new one
 * may be made only where nothing has been sealed yet.
 *
 * @throws {MasterKeyRefused} when there is none, when it has the wrong length, or when others could read the file.
 */
export async function loadMasterKey(
  given: Buffer | undefined,
  file: string,
  mayMake: boolean,
): Promise<LoadedMasterKey> {
  if (given !== undefined) return { masterKey: MasterKey.of(given), warning: null };
  const kept = await readKey(file);
  if (kept) return { masterKey: kept, warning: null };
  if (!mayMake) {
    throw new MasterKeyRefused(
      `This installation's master key is missing. Put its backup back at ${file}, or set MASTER_KEY: nothing personal can be read without it.`,
    );
  }
  const made = await makeKey(file);
  if (made) {
    return {
      masterKey: made,
      warning:
        `A master key was made at ${file}. Back it up now, apart from the data: ` +
        'without it everything personal in this installation is lost for good.',
    };
  }
  // Another process of this installation was first. Its key is the one, and the warning was its to give.
  const others = await readKey(file);
  if (!others) throw new MasterKeyRefused(`The master key at ${file} was there and is gone. Put it back.`);
  return { masterKey: others, warning: null };
}

async function readKey(file: string): Promise<MasterKey | null> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return null;
  try {
    const { mode } = await handle.stat();
    // Windows has no such bits: who may read a file there is for its owner to see to.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new MasterKeyRefused(`Others can read the master key. Run: chmod 600 ${file}`);
    }
    const text = (await handle.readFile('utf8')).trim();
    if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) {
      throw new MasterKeyRefused(
        `${file} holds no master key, which is ${masterKeyBytes} bytes in base64. Put the backup of it back.`,
      );
    }
    return MasterKey.of(Buffer.from(text, 'base64'));
  } finally {
    await handle.close();
  }
}

/** Null when somebody else's file was there first. It appears whole or not at all, so nobody reads half a key. */
async function makeKey(file: string): Promise<MasterKey | null> {
  const bytes = randomBytes(masterKeyBytes);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${bytes.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
    // The name has to outlive a power cut as well, or what is sealed in the next second could never be opened.
    await syncFolder(dirname(file));
    return MasterKey.of(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32' || !(await stat(folder)).isDirectory()) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
