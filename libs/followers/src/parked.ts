import type { Pool } from 'pg';
import { installationId, operations } from '#domain';
import { transact, type Id, type Instant, type Journal, type Meta, type Position } from '#event-sourcing';

/** An event that a reactor could not handle, and how many later ones of its instance wait behind it. Ids only. */
export type ParkedEntry = {
  readonly reactor: string;
  readonly instance: string;
  readonly eventId: Id;
  readonly position: Position;
  /** Why, without personal data. */
  readonly fault: string;
  readonly parkedAt: Instant;
  readonly waiting: number;
  /** Whom and what it is about, as far as the event says so in the open: whoever it is is not being watched. */
  readonly about: { readonly subjectId?: Id; readonly schoolId?: Id; readonly placementId?: Id };
};

type EntryName = Pick<ParkedEntry, 'reactor' | 'instance' | 'eventId'>;

type ParkedRecord = {
  reactor: string;
  instance: string;
  event_id: Id;
  position: string;
  fault: string;
  parked_at: Date;
  waiting: number;
  about: ParkedEntry['about'];
};

/**
 * What reactors could not handle. An operator's answer is an event, and the reactor hears it in its turn like any other: so
 * it survives every crash, and one reactor alone ever touches its entries.
 */
export class Parked {
  constructor(
    private readonly pool: Pool,
    private readonly journal: Journal,
  ) {}

  /** The entry that each parked instance stands at, oldest first. */
  async list(): Promise<ParkedEntry[]> {
    const { rows } = await this.pool.query<ParkedRecord>(
      `SELECT first.reactor, first.instance, first.event_id, first.position::text, first.fault, first.parked_at, first.about,
              (SELECT count(*)::int FROM followers.parked AS later
               WHERE later.reactor = first.reactor AND later.instance = first.instance
                 AND later.position > first.position) AS waiting
       FROM followers.parked AS first WHERE first.fault IS NOT NULL ORDER BY first.position, first.reactor`,
    );
    return rows.map(({ event_id: eventId, position, parked_at: parkedAt, ...rest }) => ({
      ...rest,
      eventId,
      position: BigInt(position),
      parkedAt: parkedAt.toISOString(),
    }));
  }

  /** The entry that an instance stands at; null when it goes on. */
  async standsAt({ reactor, instance }: Pick<ParkedEntry, 'reactor' | 'instance'>): Promise<ParkedEntry | null> {
    const entries = await this.list();
    return entries.find((each) => each.reactor === reactor && each.instance === instance) ?? null;
  }

  /** Tries the entry again, then those that wait behind it. The position is that of the answer, to wait for. */
  async retry({ reactor, instance, eventId }: EntryName, meta: Meta): Promise<Position> {
    const data = { reactor, instance, eventId };
    return this.note({ type: 'RetryParkedEntry', data }, meta);
  }

  /** Passes over the entry: it counts as heard, and nothing follows from it. Those that wait behind it are handled. */
  async skip({ reactor, instance, eventId }: EntryName, because: string, meta: Meta): Promise<Position> {
    const data = { reactor, instance, eventId, because };
    return this.note({ type: 'SkipParkedEntry', data }, meta);
  }

  private async note(command: Parameters<typeof operations.decide>[0], meta: Meta): Promise<Position> {
    return (await transact(this.journal, operations, installationId, command, meta)).position;
  }
}
