import {
  Rows,
  type Condition,
  type Found,
  type Heard,
  type Message,
  type Part,
  type Position,
  type Projection,
  type Wanted,
} from '#event-sourcing';
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
    return [...this.fold(projection, asAt).values()].filter(askedBy(projection, where));
  }

  async findAmong<R extends object>(
    projection: Projection<never, R>,
    field: keyof R & string,
    values: readonly string[],
    asAt?: Position,
  ): Promise<Found<R>[]> {
    assertAskable(projection, [field]);
    return [...this.fold(projection, asAt).values()].filter((row) => values.includes(String(row[field])));
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

  async list<R extends object>(
    projection: Projection<never, R>,
    { where = {}, conditions, among, by, order, skip, max }: Wanted<R>,
    asAt?: Position,
  ): Promise<Part<R>> {
    const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const place = (row: R) => (order?.includes(String(row[by])) ? order.indexOf(String(row[by])) : Infinity);
    const compareBy = (a: R, b: R) =>
      order ? Math.sign(place(a) - place(b)) || 0 : compare(String(a[by]), String(b[by]));
    const all = [...this.fold(projection, asAt).values()]
      .filter(askedBy(projection, where))
      .filter((row) => conditions.every((condition) => isMet(row[condition.field], condition)))
      .filter(({ rowId }) => among === undefined || among.includes(rowId))
      .sort((a, b) => compareBy(a, b) || compare(a.rowId, b.rowId));
    return { rows: all.slice(skip, skip + max), total: all.length };
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

/** Whether a row's fields equal these. @throws {Error} for a field that the database would have no index for. */
function askedBy<R extends object>(projection: Projection<never, R>, where: Partial<R>): (row: R) => boolean {
  const asked = Object.entries(where);
  assertAskable(
    projection,
    asked.map(([field]) => field),
  );
  return (row) => asked.every(([field, value]) => row[field as keyof R] === value);
}

function isMet<R>(value: unknown, condition: Condition<R>): boolean {
  if ('is' in condition) return value === condition.is;
  if ('isOneOf' in condition) return typeof value === 'string' && condition.isOneOf.includes(value);
  if ('until' in condition) return typeof value === 'string' && value <= condition.until;
  if ('from' in condition) return typeof value === 'string' && value >= condition.from;
  return condition.words.every((word) => String(value).includes(` ${word}`));
}

/** The rows of a history of events, which lie at the positions 1, 2, 3 and so on. */
export const rowsOf = (...history: readonly Message[]): FoldedRows =>
  new FoldedRows(history.map((event, index) => heard(event, { position: BigInt(index + 1) })));

function assertAskable<R extends object>({ name, by }: Projection<never, R>, fields: readonly string[]): void {
  const unknown = fields.filter((field) => !by.some((each) => each === field));
  if (unknown.length > 0) throw new Error(`${name} can't be asked by ${unknown.join(', ')}.`);
}
