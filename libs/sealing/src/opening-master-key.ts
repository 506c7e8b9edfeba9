import type { Pool } from 'pg';
import { MasterKeyRefused } from './master-key.js';
import { loadMasterKey, type LoadedMasterKey } from './master-key-file.js';

type Source = {
  /** From the environment; then the file is not looked at. */
  readonly given?: Buffer | undefined;
  readonly file: string;
};

/**
 * The master key of this installation. It is made at the first start; from then on the database knows it by its check
 * value, and takes no other.
 *
 * @throws {MasterKeyRefused} in a sentence that says what to do.
 */
export async function openMasterKey(pool: Pool, { given, file }: Source): Promise<LoadedMasterKey> {
  const known = await checkValue(pool);
  const loaded = await loadMasterKey(given, file, known === null);
  const own = loaded.masterKey.checkValue();
  if (known === null) {
    await pool.query('INSERT INTO keys.master_key (check_value) VALUES ($1) ON CONFLICT DO NOTHING', [own]);
  }
  // Asked again where it was new: another machine on the same database may have come first with a key of its own.
  if ((known ?? (await checkValue(pool))) !== own) {
    const source = given ? 'MASTER_KEY' : file;
    throw new MasterKeyRefused(
      `The master key (${source}) is not the one that this database was sealed under. Put the right one there: ` +
        'on another machine, copy it from the first.',
    );
  }
  return loaded;
}

async function checkValue(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ check_value: string }>('SELECT check_value FROM keys.master_key');
  return rows[0]?.check_value ?? null;
}
