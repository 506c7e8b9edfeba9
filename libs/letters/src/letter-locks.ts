import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import type { Id } from '#event-sourcing';

/** A sign of life while a mail server takes its time, well within what the server lets a transaction stand idle. */
const beatEveryMs = 1_500;
/** From when on this process must take it that the lock is somebody else's. */
const lostAfterMs = 5_000;
const tryAgainAfterMs = 250;

/**
 * One hand-over of a letter at a time, whichever process does it. The lock belongs to a transaction, and whoever holds it
 * gives signs of life there: a process that is killed, frozen or cut off loses it within seconds, and nobody has to guess
 * how long a mail server may take. The pool must end transactions that stand idle (`heldForMs`).
 */
export class LetterLocks {
  /** `waitMs`: for how long it waits for one who may have died, before it leaves the letter to whoever has it. */
  constructor(
    private readonly pool: Pool,
    private readonly waitMs = 0,
  ) {}

  /** Does the work under the letter's lock; null when somebody else has it. The signal says that the lock is lost. */
  async holding<T>(letterId: Id, work: (lost: AbortSignal) => Promise<T>): Promise<T | null> {
    let done: { readonly result: T } | undefined;
    try {
      return await inTransaction(this.pool, async (client) => {
        if (!(await this.isOurs(client, letterId))) return null;
        const held = new Held(client);
        try {
          done = { result: await work(held.lost) };
        } finally {
          await held.end();
        }
        return done.result;
      });
    } catch (error) {
      // The lock went with its connection after the work was done: done is done.
      if (done) return done.result;
      throw error;
    }
  }

  private async isOurs(client: PoolClient, letterId: Id): Promise<boolean> {
    for (const until = performance.now() + this.waitMs; ;) {
      if (await taken(client, letterId)) return true;
      if (performance.now() >= until) return false;
      await pause(tryAgainAfterMs);
    }
  }
}

/** A lock that is being held, as far as this process can tell. */
class Held {
  private readonly losing = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private answeredAtMs = performance.now();
  private beating: Promise<void> | undefined;

  constructor(private readonly client: PoolClient) {
    client.on('error', this.lose);
    this.timer = setInterval(() => this.look(), beatEveryMs);
  }

  get lost(): AbortSignal {
    return this.losing.signal;
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    this.client.off('error', this.lose);
  }

  /** A process that was frozen comes here first, and finds that it has been silent for too long. */
  private look(): void {
    if (performance.now() - this.answeredAtMs > lostAfterMs) this.lose();
    else this.beating ??= this.beat().finally(() => (this.beating = undefined));
  }

  private async beat(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      await this.client.query('SELECT');
      this.answeredAtMs = askedAtMs;
    } catch {
      this.lose();
    }
  }

  private readonly lose = (): void => this.losing.abort(new LetterLockLost());
}

/** Another process may have the letter by now. */
export class LetterLockLost extends Error {
  override readonly name = 'LetterLockLost';
  constructor() {
    super('The lock of a letter was lost: another process hands it over.');
  }
}

async function taken(client: PoolClient, letterId: Id): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('letter ' || $1, 0)) AS taken",
    [letterId],
  );
  return rows[0]?.taken === true;
}
