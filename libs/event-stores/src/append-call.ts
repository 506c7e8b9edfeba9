import type { Pool } from 'pg';
import { int4Array, int8Array, textArray, uuidArray } from '#database';
import type { Append, Outcome } from './append-queue.js';

const statement = {
  name: 'events.append',
  text: 'SELECT * FROM events.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
};

type Answer = {
  position_before: string;
  outcomes: string[] | null;
  revisions: string[] | null;
  positions: (string | null)[] | null;
};

/** Sends a group of appends in one call. `heldAt` is the present where time is held; else the database's clock tells it. */
export async function callAppend(
  pool: Pick<Pool, 'query'>,
  group: readonly Append[],
  heldAt: string | null,
): Promise<Outcome[]> {
  const events = group.flatMap((append) => append.events);
  const sizes = group.map((append) => append.events.length);
  const { rows } = await pool.query<Answer>({
    ...statement,
    values: [
      textArray(group.map(({ stream }) => stream)),
      int8Array(group.map(({ expected }) => expected)),
      int4Array(beginnings(sizes)),
      int4Array(sizes),
      uuidArray(events.map(({ id }) => id)),
      textArray(events.map(({ type }) => type)),
      textArray(events.map(({ data }) => data)),
      textArray(events.map(({ meta }) => meta)),
      heldAt,
    ],
  });
  const [answer] = rows;
  if (!answer) throw new Error('The append function did not answer.');
  return outcomesOf(group, answer);
}

/** Where each append's events begin among all, counted from 1. */
function beginnings(sizes: readonly number[]): number[] {
  let next = 1;
  return sizes.map((size) => {
    const first = next;
    next += size;
    return first;
  });
}

function outcomesOf(group: readonly Append[], { position_before, outcomes, revisions, positions }: Answer): Outcome[] {
  let position = BigInt(position_before);
  return group.map(({ expected, events }, index) => {
    const outcome = outcomes === null ? 'appended' : outcomes[index];
    const revision = revisions?.[index];
    switch (outcome) {
      case 'appended':
        position += BigInt(events.length);
        return { kind: 'appended', revision: expected + BigInt(events.length), position };
      case 'again':
        return { kind: 'appended', revision: BigInt(revision ?? -1), position: BigInt(positions?.[index] ?? 0) };
      case 'moved':
        return { kind: 'moved', actual: BigInt(revision ?? -1) };
      case 'id-used-elsewhere':
        return { kind: 'id-used-elsewhere' };
      case undefined:
      default:
        throw new Error(`The append function answered ${outcome}.`);
    }
  });
}
