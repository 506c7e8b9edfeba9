import type { ClientBase } from 'pg';

let cursors = 0;

/** Reads the rows of a question as arrays, so many at a time: within a transaction, in which others may be asked as well. */
export async function* readInPages<R extends readonly unknown[]>(
  client: ClientBase,
  question: string,
  as: (row: R) => R = (row) => row,
  pageSize = 1_000,
): AsyncGenerator<R[]> {
  const cursor = `page_${(cursors += 1)}`;
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${question}`);
  for (;;) {
    const { rows } = await client.query<R & unknown[]>({ text: `FETCH ${pageSize} FROM ${cursor}`, rowMode: 'array' });
    if (rows.length > 0) yield rows.map(as);
    if (rows.length < pageSize) break;
  }
  await client.query(`CLOSE ${cursor}`);
}
