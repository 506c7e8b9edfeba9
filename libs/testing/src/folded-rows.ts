import { Rows, type Found, type Heard, type Message, type Position, type Projection } from '#event-sourcing';
import { heard } from './heard.js';

/**
 * Rows folded from a history each time they are asked for, as at any of its positions: what a finder's spec asks instead
 * of a database. It refuses what the database would have no index for.
 */
export class FoldedRows extends Rows {
  constructor(private readonly history: readonly Heard<Message>[]) {
    super();
  }

  async find<R extends object>(
    projection: Projection<never, R>,
    where: Partial<R>,
    asAt?: Position,
  ): Promise<Found<R>[]> {
    const asked = Object.entries(where);
    const unknown = asked.filter(([field]) => !projection.by.some((each) => each === field));
    if (unknown.length > 0)
      throw new Error(`${projection.name} can't be asked by ${unknown.map(([field]) => field).join(', ')}.`);
    const holds = (row: R) => asked.every(([field, value]) => row[field as keyof R] === value);
    return [...this.fold(projection, asAt).values()].filter(holds);
  }

  async get<R extends object>(
    projection: Projection<never, R>,
    rowId: string,
    asAt?: Position,
  ): Promise<Found<R> | null> {
    return this.fold(projection, asAt).get(rowId) ?? null;
  }

  async getMany<R extends object>(
    projection: Projection<never, R>,
    rowIds: readonly string[],
    asAt?: Position,
  ): Promise<Found<R>[]> {
    return [...this.fold(projection, asAt).values()].filter(({ rowId }) => rowIds.includes(rowId));
  }

  private fold<R extends object>(projection: Projection<never, R>, asAt?: Position): Map<string, Found<R>> {
    // The history holds whatever happened; what the projection hears of it is picked out by type below.
    const folds = projection as unknown as Projection<Message, R>;
    const rows = new Map<string, { row: R; since: Position }>();
    for (const event of this.history) {
      if (asAt !== undefined && event.position > asAt) break;
      if (!folds.hears.some(({ shapes }) => event.type in shapes)) continue;
      const id = folds.rowId(event);
      if (id === null) continue;
      const row = folds.evolve(rows.get(id)?.row ?? null, event);
      if (row) rows.set(id, { row, since: event.position });
      else rows.delete(id);
    }
    return new Map([...rows].map(([id, { row, since }]) => [id, { ...row, rowId: id, since, broken: false }]));
  }
}

/** The rows of a history of events, which lie at the positions 1, 2, 3 and so on. */
export const rowsOf = (...history: readonly Message[]): FoldedRows =>
  new FoldedRows(history.map((event, index) => heard(event, { position: BigInt(index + 1) })));
