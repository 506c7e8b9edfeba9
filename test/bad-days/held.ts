import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/**
 * Holds the log of a database, so that a command stands still in the middle of its work for as long as a test wants it:
 * whoever adds to the log waits, or with `reading` whoever looks at it as well.
 */
export class Held {
  private constructor(private readonly client: pg.Client) {}

  static async log(ownerUrl: string, { reading }: { readonly reading: boolean }): Promise<Held> {
    const client = new pg.Client(ownerUrl);
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE events.event IN ${reading ? 'ACCESS EXCLUSIVE' : 'SHARE'} MODE`);
    return new Held(client);
  }

  /** Until somebody stands still for it. */
  async somebodyWaits(): Promise<void> {
    for (;;) {
      const { rows } = await this.client.query(
        "SELECT FROM pg_locks WHERE NOT granted AND relation = 'events.event'::regclass",
      );
      if (rows.length > 0) return;
      await pause(20);
    }
  }

  async letGo(): Promise<void> {
    await this.client.query('COMMIT').catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }
}
