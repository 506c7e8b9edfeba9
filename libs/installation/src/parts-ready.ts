import { stepsAreThere } from '#database';
import type { Readiness } from '#health';
import type { Installation } from './installation.js';
import { allMigrations } from './migrations.js';

/** Whoever does not answer by then has been given up on already; it must not hold up the next look. */
const withinMs = 2_000;

/**
 * Adds what no program that serves can do without: the database, the tables of this version, the log. An installation in
 * which nobody is yet is ready as well: it waits for the link of the first run.
 */
export function addParts(readiness: Readiness, { database, store }: Installation): void {
  const pool = database.pool('health', { max: 1, statementTimeoutMs: withinMs, answerWithinMs: 2 * withinMs });
  readiness.add('database', async () => {
    await pool.query('SELECT');
    return null;
  });
  readiness.add('tables', async () =>
    (await stepsAreThere(pool, allMigrations)) ? null : 'The database lacks tables of this version.',
  );
  readiness.add('log', async () => {
    await store.head();
    return null;
  });
}
