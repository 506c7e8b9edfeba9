import { createHash } from 'node:crypto';
import { escapeIdentifier, type Client, type ClientBase } from 'pg';

/**
 * What one library needs in the database. Steps are run once each, in order, in a transaction of their own, as the owner;
 * a step that has been released never changes. In the SQL, `:"service"` is the role that the service works as.
 */
export type Migrations = {
  readonly name: string;
  readonly steps: readonly { readonly id: string; readonly sql: string }[];
  /** What the service role may do. It is granted again when it, or the role, has changed; so it only grants. */
  readonly grants?: string;
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

async function assertComplete(client: ClientBase, { name, steps }: Migrations): Promise<void> {
  const next = steps[await stepsRun(client, name, steps)];
  if (!next) return;
  throw new MigrationRefused(
    `The database lacks the step ${next.id} of ${name}, and this login may not run it. Set DATABASE_OWNER_URL to the ` +
      'login that owns the tables.',
  );
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
  const { rows } = await client.query<{ id: string; checksum: string }>(
    'SELECT id, checksum FROM migrations.step WHERE library = $1 ORDER BY id COLLATE "C"',
    [name],
  );
  rows.forEach((ran, index) => {
    const step = steps[index];
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
  return rows.length;
}

async function runSteps(owner: ClientBase, service: string, { name, steps }: Migrations): Promise<void> {
  const done = await stepsRun(owner, name, steps);
  for (const step of steps.slice(done)) {
    await inTransaction(owner, async () => {
      await owner.query(forRole(step.sql, service));
      await owner.query('INSERT INTO migrations.step (library, id, checksum) VALUES ($1, $2, $3)', [
        name,
        step.id,
        checksum(step.sql),
      ]);
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
