import type { ClientBase } from 'pg';
import { z } from 'zod';
import { int8Array, readInPages, textArray, uuidArray } from '#database';
import { instant, type Position, type StoredEvent } from '#event-sourcing';

type Row = [string, string, string, string, string, string, string];

/** The log has a hole: something other than Waymark has been at it. */
export class LogBroken extends Error {
  override readonly name = 'LogBroken';
}

/** All events in order: within a transaction. */
export async function* storedLog(client: ClientBase): AsyncGenerator<StoredEvent[]> {
  const question = 'SELECT id, stream, revision, position, type, data, meta FROM events.event ORDER BY position';
  for await (const rows of readInPages<Row>(client, question)) {
    yield rows.map(([id, stream, revision, position, type, data, meta]) => ({
      id,
      stream,
      revision: BigInt(revision),
      position: BigInt(position),
      type,
      data,
      meta,
    }));
  }
}

/**
 * Loads a log that was kept elsewhere, or a further part of it: ids, positions, moments and bytes stay as they are. It is
 * done in a transaction of the tables' owner, who holds the head, so that nobody appends meanwhile and all of it is there or none.
 */
export class LogLoading {
  private position: Position = 0n;
  private recordedAt = '';

  constructor(private readonly owner: ClientBase) {}

  /** Takes the head until the transaction ends, goes on from there, and says where it stands. */
  async holdHead(): Promise<Position> {
    const { rows } = await this.owner.query<{ position: string; recorded_at: string | null }>(
      `SELECT position, CASE WHEN position > 0
                THEN to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS recorded_at
       FROM events.head FOR UPDATE`,
    );
    this.position = BigInt(rows[0]?.position ?? 0);
    this.recordedAt = rows[0]?.recorded_at ?? '';
    return this.position;
  }

  /** Adds the next events. @throws {LogBroken} */
  async add(events: readonly StoredEvent[]): Promise<void> {
    const moments = events.map((event) => this.pass(event));
    await this.owner.query({
      name: 'load events',
      text: `INSERT INTO events.event (position, revision, recorded_at, id, stream, type, data, meta)
             SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])`,
      values: [
        int8Array(events.map(({ position }) => position)),
        int8Array(events.map(({ revision }) => revision)),
        moments,
        uuidArray(events.map(({ id }) => id)),
        textArray(events.map(({ stream }) => stream)),
        textArray(events.map(({ type }) => type)),
        textArray(events.map(({ data }) => data)),
        textArray(events.map(({ meta }) => meta)),
      ],
    });
  }

  /** Puts the head where the log ends, so that the next append goes on from there. */
  async end(): Promise<Position> {
    if (this.position > 0n) {
      await this.owner.query('UPDATE events.head SET position = $1, recorded_at = $2', [
        String(this.position),
        this.recordedAt,
      ]);
    }
    return this.position;
  }

  /**
   * When an event was recorded; it must follow the one before without a gap. In a log that was kept in KurrentDB, clocks of
   * several processes may differ a little: for the index, an event is recorded no earlier than the one before it.
   */
  private pass({ position, meta }: StoredEvent): string {
    const { recordedAt } = whenRecorded.parse(JSON.parse(meta));
    if (position !== this.position + 1n) {
      throw new LogBroken(
        `The log has a hole at position ${position}: it is not as Waymark wrote it. Use another backup.`,
      );
    }
    this.position = position;
    if (recordedAt > this.recordedAt) this.recordedAt = recordedAt;
    return this.recordedAt;
  }
}

const whenRecorded = z.object({ recordedAt: instant });
