import type { AnyProjection, Condition, Wanted } from '#event-sourcing';
import { personalOf } from '#sealing';
import { literal } from './read-tables.js';

/** A part of a list as SQL: conditions and their values, after those that are given, and the order with where it begins and ends. */
export function listSql<R>(
  projection: AnyProjection,
  { conditions, among, by, order, skip, max }: Omit<Wanted<R>, 'where'>,
  before: readonly unknown[] = [],
) {
  const values: unknown[] = [...before];
  const given = (value: unknown): string => {
    values.push(value);
    return `$${values.length}`;
  };
  const sql = conditions.flatMap((condition) => conditionSql(openField(projection, condition.field), condition, given));
  if (among !== undefined) sql.push(`row_id = ANY(${given(among)}::text[])`);
  const [from, count] = [skip, max].map((each) => Math.max(0, Math.trunc(each)));
  const field = `open ->> ${openField(projection, by)}`;
  // By the bytes of the text: the same in every database, whatever its collation. Places are looked up in an object: a
  // list would be searched from its beginning for each row.
  const place =
    order === undefined ? `${field} COLLATE "C"` : `($${values.length + 1}::jsonb ->> (${field}))::int NULLS LAST`;
  return {
    conditions: sql,
    values,
    order: `ORDER BY ${place}, row_id OFFSET ${from} LIMIT ${count}`,
    /** The values that the order needs, after the others. */
    orderValues: order === undefined ? [] : [JSON.stringify(placesOf(order))],
  };
}

const placesOf = (order: readonly string[]) => Object.fromEntries(order.map((value, place) => [value, place]));

function conditionSql(field: string, condition: Condition<never>, given: (value: unknown) => string): string[] {
  if ('is' in condition) return [`open -> ${field} = ${given(JSON.stringify(condition.is))}::jsonb`];
  if ('isOneOf' in condition) return [`open ->> ${field} = ANY(${given(condition.isOneOf)}::text[])`];
  if ('from' in condition) return [`open ->> ${field} COLLATE "C" >= ${given(condition.from)}`];
  if ('until' in condition) return [`open ->> ${field} COLLATE "C" <= ${given(condition.until)}`];
  return condition.words.map((word) => `strpos(open ->> ${field}, ${given(` ${word}`)}) > 0`);
}

function openField(projection: AnyProjection, field: string): string {
  if (!(field in projection.row.shape)) throw new Error(`The rows of ${projection.name} have no ${field}.`);
  if (personalOf(projection).includes(field)) {
    throw new Error(`${field} is sealed in the rows of ${projection.name}: no list is made by it.`);
  }
  return literal(field);
}
