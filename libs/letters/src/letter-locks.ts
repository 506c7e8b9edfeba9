import type { Pool, PoolClient } from 'pg';
import type { Id } from '#event-sourcing';

/**
 * One hand-over of a letter at a time, whichever process does it. The lock belongs to a database connection, so a process
 * that is killed lets go of it, and nobody has to guess how long a mail server may take.
 */
export class LetterLocks {
  constructor(private readonly pool: Pick<Pool, 'connect'>) {}

  /** Does the work under the letter's lock; null when somebody else has it. */
  async holding<T>(letterId: Id, work: () => Promise<T>): Promise<T | null> {
    const client = await this.pool.connect();
    // Unheard, an error of a connection that is out of the pool would end the process.
    client.on('error', unheard);
    let isClean = false;
    try {
      const taken = await ask(client, 'pg_try_advisory_lock', letterId);
      const result = taken ? await work() : null;
      isClean = !taken || (await ask(client, 'pg_advisory_unlock', letterId));
      return result;
    } finally {
      client.removeListener('error', unheard);
      // A connection that did not let go is closed, which lets go.
      client.release(!isClean);
    }
  }
}

const unheard = (): undefined => undefined;

async function ask(client: PoolClient, question: string, letterId: Id): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(
    `SELECT ${question}(hashtextextended('letter ' || $1, 0)) AS yes`,
    [letterId],
  );
  return rows[0]?.yes === true;
}
