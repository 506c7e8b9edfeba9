import type { ClientBase, Pool } from 'pg';
import type { Position } from '#event-sourcing';

export type FollowerKind = 'projector' | 'reactor' | 'custom';

/** Where saved checkpoints are announced, so that pages which wait for one look again. */
export const movedChannel = 'waymark_followers_moved';

type Move = {
  readonly name: string;
  readonly from: Position;
  readonly to: Position;
  done(moved: boolean): void;
  fail(error: unknown): void;
};

/** The rows of `followers.checkpoint`. */
export class Checkpoints {
  private moves: Move[] = [];
  private announcing = false;
  private moved = false;

  /** What it writes may be lost in a crash of the server: then events are followed again. */
  constructor(private readonly pool: Pool) {}

  async make(name: string, kind: FollowerKind, position: Position): Promise<void> {
    await this.pool.query(
      'INSERT INTO followers.checkpoint (name, kind, position) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING',
      [name, kind, position],
    );
  }

  /** Null when there is none. */
  async position(name: string): Promise<Position | null> {
    const { rows } = await this.pool.query<{ position: string }>(
      'SELECT position::text FROM followers.checkpoint WHERE name = $1',
      [name],
    );
    return rows[0] ? BigInt(rows[0].position) : null;
  }

  /** Takes the row for this transaction and says where it stands; null when somebody else has it. */
  async lock(client: ClientBase, name: string): Promise<Position | null> {
    const { rows } = await client.query<{ position: string }>({
      name: 'lock checkpoint',
      text: 'SELECT position::text FROM followers.checkpoint WHERE name = $1 FOR UPDATE SKIP LOCKED',
      values: [name],
    });
    return rows[0] ? BigInt(rows[0].position) : null;
  }

  /** Saves how far a locked follower has come. */
  async save(client: ClientBase, name: string, from: Position, to: Position): Promise<void> {
    const { rowCount } = await client.query({
      name: 'save checkpoint',
      text: `UPDATE followers.checkpoint SET position = $3, beat_at = clock_timestamp(), stopped = NULL
             WHERE name = $1 AND position = $2`,
      values: [name, from, to],
    });
    if (rowCount !== 1) throw new Error(`The checkpoint of ${name} moved while it was locked.`);
  }

  /**
   * Passes over events that nobody heard. The followers of a process do so together, in one statement. False when another
   * process was first, or is at work.
   */
  async pass(name: string, from: Position, to: Position): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.moves.push({ name, from, to, done: resolve, fail: reject });
      if (this.moves.length > 1) return;
      // All followers hear of an event in the same turn; those that did not hear it are gathered until the next.
      setImmediate(() => {
        const { moves } = this;
        this.moves = [];
        this.passTogether(moves).catch((error: unknown) => {
          for (const move of moves) move.fail(error);
        });
      });
    });
  }

  /** Says that these followers are alive, though nothing happens. */
  async beat(names: readonly string[]): Promise<void> {
    await this.pool.query(
      `UPDATE followers.checkpoint SET beat_at = clock_timestamp()
       WHERE name IN (SELECT name FROM followers.checkpoint WHERE name = ANY($1::text[]) FOR UPDATE SKIP LOCKED)`,
      [names],
    );
  }

  /** Says why a follower stands still; null when it no longer does. */
  async stop(name: string, why: string | null): Promise<void> {
    await this.pool.query('UPDATE followers.checkpoint SET stopped = $2, beat_at = clock_timestamp() WHERE name = $1', [
      name,
      why,
    ]);
  }

  /**
   * Tells waiting pages that checkpoints have moved. Outside of their transactions, because a NOTIFY makes commits queue,
   * and one at a time: it is a hint, and one hint says as much as several.
   */
  announce(): void {
    this.moved = true;
    if (this.announcing) return;
    this.announcing = true;
    void (async () => {
      while (this.moved) {
        this.moved = false;
        await this.pool.query(`NOTIFY ${movedChannel}`).catch(() => undefined); // Pages look again by themselves, too.
      }
      this.announcing = false;
    })();
  }

  private async passTogether(moves: readonly Move[]): Promise<void> {
    const { rows } = await this.pool.query<{ name: string }>({
      name: 'pass checkpoints',
      text: `UPDATE followers.checkpoint AS checkpoint
             SET position = free.to_position, beat_at = clock_timestamp(), stopped = NULL
             FROM (SELECT there.name, move.to_position FROM followers.checkpoint AS there
                   JOIN unnest($1::text[], $2::bigint[], $3::bigint[]) AS move (name, from_position, to_position)
                     ON there.name = move.name AND there.position = move.from_position
                   ORDER BY there.name FOR UPDATE OF there SKIP LOCKED) AS free
             WHERE checkpoint.name = free.name RETURNING checkpoint.name`,
      values: [moves.map(({ name }) => name), moves.map(({ from }) => from), moves.map(({ to }) => to)],
    });
    const moved = new Set(rows.map(({ name }) => name));
    for (const move of moves) move.done(moved.has(move.name));
    if (moved.size > 0) this.announce();
  }
}
