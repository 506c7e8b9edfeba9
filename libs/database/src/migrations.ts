import { createHash } from 'node:crypto';
import { escapeIdentifier, type Client, type ClientBase } from 'pg';

/**
 * What one library needs in the database. Steps are run once each, in order, in a transaction of their own, as the owner;
 * a step that has been released never changes. In the SQL, `:"service"` is the role that the service works as.
 */
export type Migrations = {
  readonly name: string;
  readonly steps: readonly MigrationStep[];
  /** What the service role may do. It is granted again when it, or the role, has changed; so it only grants. */
  readonly grants?: string;
};

export type MigrationStep = {
  readonly id: string;
  readonly sql: string;
  /**
   * A program that does not know the step can work on a database that ran it: it only added what the other does not look at.
   * Then both versions may run at once, and the earlier one may be started again.
   */
  readonly earlierMayRun?: true;
};

/** The database and this program do not fit together. The sentence says which of the two must move. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

const lockKey = 'waymark.migrations';

const ledger = `
  CREATE SCHEMA IF NOT EXISTS migrations;
  CREATE TABLE IF NOT EXISTS migrations.step (
    library text NOT NULL, id text NOT NULL, checksum text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (library, id));
  CREATE TABLE IF NOT EXISTS migrations.granted (library text PRIMARY KEY, checksum text NOT NULL);`;

/** A ledger of an earlier version lacks it; whoever may not add it reads `false` there. */
const ledgerColumn = 'ALTER TABLE migrations.step ADD COLUMN earlier_may_run boolean NOT NULL DEFAULT false';

/** Every login may see what was run, so that a service without the owner's login can tell whether it fits. */
const openLedger: Migrations = {
  name: 'migrations',
  steps: [],
  grants: `
    GRANT USAGE ON SCHEMA migrations TO :"service";
    GRANT SELECT ON migrations.step, migrations.granted TO :"service";`,
};

/**
 * Brings the database up to date, one process at a time, and says whether this login owns it. One that does not, because the
 * owner migrated it before, looks whether everything is there.
 *
 * @throws {MigrationRefused} when a step has changed since it was run, when the database knows a step that this
 * program does not, or when steps are missing and the login may not run them.
 */
export async function migrate(owner: Client, service: string, sets: readonly Migrations[]): Promise<'owner' | 'guest'> {
  for (const set of sets) assertOrdered(set);
  if ((await ledgerOf(owner)) === 'of-others') {
    for (const set of sets) await assertComplete(owner, set);
    return 'guest';
  }
  await owner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockKey]);
  try {
    if ((await ledgerOf(owner)) === 'absent') await owner.query(ledger);
    if (!(await saysWhoMayRun(owner))) await owner.query(ledgerColumn);
    for (const set of [openLedger, ...sets]) {
      await runSteps(owner, service, set);
      await grant(owner, service, set);
    }
    return 'owner';
  } finally {
    await owner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lockKey]);
  }
}

async function ledgerOf(client: ClientBase): Promise<'absent' | 'ours' | 'of-others'> {
  const { rows } = await client.query<{ ours: boolean }>(
    "SELECT pg_has_role(nspowner, 'MEMBER') AS ours FROM pg_namespace WHERE nspname = 'migrations'",
  );
  const [found] = rows;
  if (!found) return 'absent';
  return found.ours ? 'ours' : 'of-others';
}

async function saysWhoMayRun(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_attribute WHERE attrelid = 'migrations.step'::regclass AND attname = 'earlier_may_run'`,
  );
  return rowCount === 1;
}

async function assertComplete(client: ClientBase, { name, steps }: Migrations): Promise<void> {
  const next = steps[await stepsRun(client, name, steps)];
  if (!next) return;
  throw new MigrationRefused(
    `The database lacks the step ${next.id} of ${name}, and this login may not run it. Set DATABASE_OWNER_URL to the ` +
      'login that owns the tables.',
  );
}

/**
 * How many steps are still to be run; all of them where nothing was ever run. It reads, and runs nothing.
 *
 * @throws {MigrationRefused} when the database and this program do not fit together.
 */
export async function stepsToRun(client: Client, sets: readonly Migrations[]): Promise<number> {
  const all = sets.reduce((sum, { steps }) => sum + steps.length, 0);
  if ((await ledgerOf(client)) === 'absent') return all;
  let ran = 0;
  for (const { name, steps } of sets) ran += await stepsRun(client, name, steps);
  return all - ran;
}

/**
 * Whether every step of these libraries has been run. Steps beyond them are those of a later version, which is there
 * already while its processes take over from ours.
 */
export async function stepsAreThere(pool: Pick<ClientBase, 'query'>, sets: readonly Migrations[]): Promise<boolean> {
  const steps = sets.flatMap(({ name, steps: own }) => own.map(({ id }) => `${name} ${id}`));
  const { rows } = await pool.query<{ missing: number }>(
    `SELECT count(*)::int AS missing FROM unnest($1::text[]) AS step (name)
     WHERE NOT EXISTS (SELECT FROM migrations.step AS ran WHERE ran.library || ' ' || ran.id = step.name)`,
    [steps],
  );
  return rows[0]?.missing === 0;
}

/** The same migrations, the same text: names a template database that can be copied. */
export function fingerprint(sets: readonly Migrations[]): string {
  return checksum(JSON.stringify(sets)).slice(0, 16);
}

function assertOrdered({ name, steps }: Migrations): void {
  steps.forEach(({ id }, index) => {
    const before = steps[index - 1]?.id;
    if (before !== undefined && before >= id) throw new Error(`The steps of ${name} are out of order at ${id}.`);
  });
}

/** How many steps were run: the first ones, unchanged. */
async function stepsRun(client: ClientBase, name: string, steps: Migrations['steps']): Promise<number> {
  const { rows } = await client.query<{ id: string; checksum: string; earlier_may_run: boolean | null }>(
    `SELECT id, checksum, (to_jsonb(step) ->> 'earlier_may_run')::boolean AS earlier_may_run
     FROM migrations.step WHERE library = $1 ORDER BY id COLLATE "C"`,
    [name],
  );
  rows.forEach((ran, index) => {
    const step = steps[index];
    if (index >= steps.length && ran.earlier_may_run === true) return;
    if (step?.id === ran.id && checksum(step.sql) === ran.checksum) return;
    if (step?.id === ran.id) {
      throw new MigrationRefused(
        `The step ${ran.id} of ${name} has changed since this database ran it. A released step stays as it is: ` +
          'put it back and write the change as a new step.',
      );
    }
    throw new MigrationRefused(
      `This database is ahead of this program: it ran the step ${ran.id} of ${name}, which this version of Waymark ` +
        'does not know. Start the newer version, or restore a backup made before it.',
    );
  });
  return Math.min(rows.length, steps.length);
}

async function runSteps(owner: ClientBase, service: string, { name, steps }: Migrations): Promise<void> {
  const done = await stepsRun(owner, name, steps);
  for (const step of steps.slice(done)) {
    await inTransaction(owner, async () => {
      await owner.query(forRole(step.sql, service));
      await owner.query(
        'INSERT INTO migrations.step (library, id, checksum, earlier_may_run) VALUES ($1, $2, $3, $4)',
        [name, step.id, checksum(step.sql), step.earlierMayRun === true],
      );
    });
  }
}

async function grant(owner: ClientBase, service: string, { name, grants }: Migrations): Promise<void> {
  if (grants === undefined) return;
  const sql = forRole(grants, service);
  const { rowCount } = await owner.query('SELECT FROM migrations.granted WHERE library = $1 AND checksum = $2', [
    name,
    checksum(sql),
  ]);
  if (rowCount === 1) return;
  await inTransaction(owner, async () => {
    await owner.query(sql);
    await owner.query(
      `INSERT INTO migrations.granted (library, checksum) VALUES ($1, $2)
       ON CONFLICT (library) DO UPDATE SET checksum = excluded.checksum`,
      [name, checksum(sql)],
    );
  });
}

async function inTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

const forRole = (sql: string, service: string): string => sql.replaceAll(':"service"', () => escapeIdentifier(service));

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');
