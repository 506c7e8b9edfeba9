import type { ClientBase } from 'pg';

/** A backup is being restored here, or was when the restore was killed. The sentence says what to do. */
export class RestoreUnfinished extends Error {
  override readonly name = 'RestoreUnfinished';
}

/** Outlives whoever restores, as a lock would not; it is in no migration, because it is there during a restore alone. */
const mark = 'migrations.restore_under_way';

/** Says in the database that a restore has begun; that it had begun before is no matter. */
export const markRestore = async (owner: ClientBase): Promise<unknown> =>
  owner.query(`CREATE TABLE IF NOT EXISTS ${mark} ()`);

/** Says that it is over: in the transaction that brings everything in, or after nothing was brought in. */
export const unmarkRestore = async (owner: ClientBase): Promise<unknown> => owner.query(`DROP TABLE IF EXISTS ${mark}`);

/** An empty place that waits for a backup must not be taken for a new installation. @throws {RestoreUnfinished} */
export async function assertNotRestoring(service: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await service.query<{ marked: boolean }>(`SELECT to_regclass('${mark}') IS NOT NULL AS marked`);
  if (!rows[0]?.marked) return;
  const log = await service.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM events.event) AS empty');
  if (!log.rows[0]?.empty) return;
  throw new RestoreUnfinished(
    'A backup is being restored here, or the restore was broken off before anything was in. Unless it still runs, give it ' +
      'again: waymark restore FILE',
  );
}
