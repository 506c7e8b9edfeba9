import type { Pool } from 'pg';
import {
  Rows,
  type AnyProjection,
  type Found,
  type Part,
  type Position,
  type Projection,
  type Wanted,
} from '#event-sourcing';
import { personalOf, type RowSealer } from '#sealing';
import { listSql } from './list-sql.js';
import { literal, tableOf } from './read-tables.js';
import { storedRow, type RowRecord } from './row-store.js';

/** A row that was broken by its very first event: there is nothing of it to show, and it must not pass for absent. */
export class BrokenRow extends Error {
  constructor(projection: string, rowId: string) {
    super(
      `The row ${rowId} of ${projection} could not be made from its events: a new version of the projection mends it.`,
    );
    this.name = 'BrokenRow';
  }
}

/** Rows in PostgreSQL, as they are or as they were at any position. */
export class PostgresRows extends Rows {
  constructor(
    private readonly pool: Pool,
    private readonly sealer: RowSealer,
  ) {
    super();
  }

  async find<R extends object>(
    projection: Projection<never, R>,
    where: Partial<R>,
    asAt?: Position,
  ): Promise<Found<R>[]> {
    const { conditions, values } = whereSql(projection, where);
    return this.select(projection, ['open IS NOT NULL', ...conditions], values, asAt);
  }

  async findAmong<R extends object>(
    projection: Projection<never, R>,
    field: keyof R & string,
    values: readonly string[],
    asAt?: Position,
  ): Promise<Found<R>[]> {
    assertAskable(projection, field, values);
    const condition = `open ->> ${literal(field)} = ANY($1::text[])`;
    return this.select(projection, ['open IS NOT NULL', condition], [values], asAt);
  }

  async get<R extends object>(
    projection: Projection<never, R>,
    rowId: string,
    asAt?: Position,
  ): Promise<Found<R> | null> {
    const [row] = await this.select(projection, ['row_id = $1'], [rowId], asAt);
    return row ?? null;
  }

  async getMany<R extends object>(
    projection: Projection<never, R>,
    rowIds: readonly string[],
    asAt?: Position,
  ): Promise<Found<R>[]> {
    return this.select(projection, ['open IS NOT NULL', 'row_id = ANY($1::text[])'], [rowIds], asAt);
  }

  async list<R extends object>(projection: Projection<never, R>, wanted: Wanted<R>, asAt?: Position): Promise<Part<R>> {
    const known = whereSql(projection, wanted.where ?? {});
    const { conditions, values, order, orderValues } = listSql(projection, wanted, known.values);
    const where = ['open IS NOT NULL', ...known.conditions, ...conditions];
    const { rows } = await this.pool.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM ${tableOf(projection).sql}
       WHERE ${[...where, holding(asAt)].join(' AND ')}`,
      [...values],
    );
    const part = await this.select(projection, where, [...values, ...orderValues], asAt, order);
    return { rows: part, total: rows[0]?.total ?? 0 };
  }

  /** The rows that are broken, those among them that never came to be. */
  async broken(projection: AnyProjection, asAt?: Position): Promise<{ rowId: string; since: Position }[]> {
    const { rows } = await this.pool.query<{ row_id: string; since: string }>(
      `SELECT row_id, since FROM ${tableOf(projection).sql} WHERE broken AND ${holding(asAt)} ORDER BY since`,
    );
    return rows.map(({ row_id: rowId, since }) => ({ rowId, since: BigInt(since) }));
  }

  private async select<R extends object>(
    projection: Projection<never, R>,
    conditions: readonly string[],
    values: readonly unknown[],
    asAt: Position | undefined,
    order = '',
  ): Promise<Found<R>[]> {
    const { rows } = await this.pool.query<RowRecord>(
      `SELECT row_id, since::text, broken, open, sealed FROM ${tableOf(projection).sql}
       WHERE ${[...conditions, holding(asAt)].join(' AND ')} ${order}`,
      [...values],
    );
    const hollow = rows.find(({ open }) => open === null);
    if (hollow) throw new BrokenRow(projection.name, hollow.row_id);
    const stored = rows.map(storedRow);
    const opened = await this.sealer.open(projection, stored);
    return stored.map(({ rowId, since, broken }, index) => {
      // What was stored is what the projection's schema gave, and is opened into the same shape.
      return { ...opened[index], rowId, since, broken } as unknown as Found<R>;
    });
  }
}

/** Which versions held: a position is our own number, never text from outside. */
const holding = (asAt: Position | undefined): string =>
  asAt === undefined ? 'until IS NULL' : `since <= ${asAt} AND (until IS NULL OR until > ${asAt})`;

/** Open fields that equal these, each by its index. */
function whereSql(projection: AnyProjection, where: object): { conditions: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const conditions = Object.entries(where).map(([field, value]: [string, unknown]) => {
    assertAskable(projection, field, value);
    if (value === null) return `open ->> ${literal(field)} IS NULL`;
    values.push(typeof value === 'string' ? value : JSON.stringify(value));
    return `open ->> ${literal(field)} = $${values.length}`;
  });
  return { conditions, values };
}

function assertAskable(projection: AnyProjection, field: string, value: unknown): void {
  const by = projection.by.length > 0 ? projection.by.join(', ') : 'nothing but its row id';
  if (personalOf(projection).includes(field)) {
    throw new Error(`${field} is sealed in the rows of ${projection.name}: ask by ${by}, or search the directory.`);
  }
  if (!projection.by.includes(field)) {
    throw new Error(
      `The rows of ${projection.name} are asked by ${by}, not by ${field}: add it to \`by\` of the projection.`,
    );
  }
  if (value === undefined) throw new Error(`${field} is asked for without a value, which would find every row.`);
}
