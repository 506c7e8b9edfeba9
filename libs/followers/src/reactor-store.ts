import type { ClientBase, Pool } from 'pg';
import type { Id, Position, Recorded } from '#event-sourcing';

/** An event of an instance that is parked: with a fault it is the one that could not be handled, else it waits. */
export type Entry = {
  readonly instance: string;
  readonly position: Position;
  readonly eventId: Id;
  readonly fault: string | null;
  readonly about: Readonly<Record<string, string>>;
};

/** What a reactor has to remember until its next save. */
export type Changes = {
  readonly states: ReadonlyMap<string, unknown>;
  readonly parked: readonly Entry[];
  readonly settled: readonly Position[];
};

type EntryRecord = { instance: string; position: string; event_id: Id; fault: string | null; about: Entry['about'] };

/** A reactor's rows: the states of its instances, and what it has parked. */
export class ReactorStore {
  constructor(
    private readonly pool: Pool,
    private readonly reactor: string,
  ) {}

  async states(instances: readonly string[]): Promise<Map<string, unknown>> {
    const { rows } = await this.pool.query<{ instance: string; state: unknown }>(
      'SELECT instance, state FROM followers.process_state WHERE reactor = $1 AND instance = ANY($2::text[])',
      [this.reactor, instances],
    );
    return new Map(rows.map(({ instance, state }) => [instance, state]));
  }

  async parkedInstances(): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ instance: string }>(
      'SELECT DISTINCT instance FROM followers.parked WHERE reactor = $1',
      [this.reactor],
    );
    return new Set(rows.map(({ instance }) => instance));
  }

  /** What is parked of an instance, in order. */
  async entries(instance: string): Promise<Entry[]> {
    const { rows } = await this.pool.query<EntryRecord>(
      `SELECT instance, position::text, event_id, fault, about FROM followers.parked
       WHERE reactor = $1 AND instance = $2 ORDER BY position`,
      [this.reactor, instance],
    );
    return rows.map(({ position, event_id: eventId, ...rest }) => ({ ...rest, eventId, position: BigInt(position) }));
  }

  async write(client: ClientBase, { states, parked, settled }: Changes): Promise<void> {
    if (states.size > 0) {
      await client.query(
        `INSERT INTO followers.process_state (reactor, instance, state)
         SELECT $1, * FROM unnest($2::text[], $3::jsonb[])
         ON CONFLICT (reactor, instance) DO UPDATE SET state = excluded.state`,
        [this.reactor, [...states.keys()], [...states.values()].map((state) => JSON.stringify(state))],
      );
    }
    if (settled.length > 0) {
      await client.query('DELETE FROM followers.parked WHERE reactor = $1 AND position = ANY($2::bigint[])', [
        this.reactor,
        settled,
      ]);
    }
    if (parked.length > 0) {
      await client.query(
        `INSERT INTO followers.parked (reactor, instance, position, event_id, fault, about)
         SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::jsonb[])
         ON CONFLICT (reactor, position) DO UPDATE
           SET fault = coalesce(excluded.fault, parked.fault), parked_at = clock_timestamp()`,
        [
          this.reactor,
          parked.map(({ instance }) => instance),
          parked.map(({ position }) => position),
          parked.map(({ eventId }) => eventId),
          parked.map(({ fault }) => fault),
          parked.map(({ about }) => JSON.stringify(about)),
        ],
      );
    }
  }
}

const aboutFields = ['subjectId', 'schoolId', 'placementId'];

/** The event as an entry: of its data only the open ids that say whom it is about. */
export const entryFor = ({ id, position, data }: Recorded, instance: string, fault: string | null): Entry => ({
  instance,
  position,
  eventId: id,
  fault,
  about: Object.fromEntries(
    aboutFields.flatMap((field) => {
      const value = data[field];
      return typeof value === 'string' ? [[field, value]] : [];
    }),
  ),
});
