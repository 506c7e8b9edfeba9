import type { Pool, PoolClient } from 'pg';
import { isConnectionLost } from './faults.js';

/** Does all of it or nothing, on a connection of its own. */
export async function inTransaction<T>(
  pool: Pick<Pool, 'connect'>,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection may break between two statements; unheard, that would end the process. The next statement fails anyway.
  const onBroken = (error: Error) => (broken = error);
  client.on('error', onBroken);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where nobody answers, asking once more only takes longer; the server rolls back by itself.
    if (isConnectionLost(error)) onBroken(asError(error));
    else await client.query('ROLLBACK').catch(onBroken);
    throw error;
  } finally {
    // One that broke is of no further use to the pool, and may have more to say of it.
    if (!broken) client.off('error', onBroken);
    client.release(broken);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
