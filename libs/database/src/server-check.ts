import { escapeIdentifier, type Client } from 'pg';

/** The server at DATABASE_URL can't be used as it is. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit';
}

export type Found = { service: string; owner: string; database: string; mayCreate: boolean; warnings: string[] };

const oldestMajor = 15;
const question = `
  SELECT current_user AS role, current_database() AS database, current_setting('server_version_num')::int AS version,
         current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS commits, pg_is_in_recovery() AS replica,
         has_database_privilege(current_database(), 'CREATE') AS may_create`;
type Answer = {
  role: string;
  database: string;
  version: number;
  encoding: string;
  fsync: string;
  commits: string;
  replica: boolean;
  may_create: boolean;
};

/** Looks at both logins and the server behind them. @throws {DatabaseUnfit} */
export async function assertFit(service: Client, owner: Client): Promise<Found> {
  const [served, owned] = await Promise.all([ask(service), ask(owner)]);
  const major = Math.floor(served.version / 10_000);
  if (major < oldestMajor) {
    throw new DatabaseUnfit(`The server is PostgreSQL ${major}; Waymark needs ${oldestMajor} or newer.`);
  }
  if (served.encoding !== 'UTF8') {
    throw new DatabaseUnfit(
      `The database ${served.database} is encoded in ${served.encoding}, which can't hold every name. ` +
        "Make one with ENCODING 'UTF8' TEMPLATE template0.",
    );
  }
  if (served.replica) {
    throw new DatabaseUnfit('DATABASE_URL names a replica. Waymark reads and writes at the one server that can write.');
  }
  if (served.database !== owned.database) {
    throw new DatabaseUnfit(
      `DATABASE_URL names the database ${served.database} and DATABASE_OWNER_URL names ${owned.database}: they must be the same.`,
    );
  }
  const warnings: string[] = [];
  if (served.fsync === 'off' || served.commits === 'off') {
    warnings.push(
      `The server runs with ${served.fsync === 'off' ? 'fsync' : 'synchronous_commit'} off: what it has accepted can be lost when it crashes.`,
    );
  }
  return {
    service: served.role,
    owner: owned.role,
    database: served.database,
    mayCreate: served.may_create,
    warnings,
  };
}

/**
 * Makes sure that a connection is to one server process for as long as it lasts, and not to whichever a pooler has free for a
 * transaction: then a lock or a LISTEN of one would be another's. `other` is a second connection of the same login: while it
 * keeps in a transaction the process that answered last, a pooler has to answer by another one.
 *
 * @throws {DatabaseUnfit} which names the variable that leads through a pooler.
 */
export async function assertDirect(one: Client, other: Client, variable: string): Promise<void> {
  const first = await processOf(one);
  await other.query('BEGIN');
  try {
    const held = await processOf(other);
    if (held !== first && (await processOf(one)) === first) return;
  } finally {
    await other.query('ROLLBACK');
  }
  throw new DatabaseUnfit(
    `${variable} goes through a pooler that shares connections transaction by transaction. Waymark holds locks and ` +
      "listens over a whole connection: give it the server's own address, or a pool in session mode.",
  );
}

async function processOf(client: Client): Promise<unknown> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

/** What is to be said where one login does everything. */
export const ownerWorks = (role: string): string =>
  `${role} both owns the tables of events and works with them, and the owner of a table may bypass its grants; a trigger ` +
  'still refuses changes to events. Set DATABASE_OWNER_URL to a login of its own.';

/** Lets the service role make the schemas that are its own: read models and jobs. @throws {DatabaseUnfit} */
export async function settle(owner: Client, { service, database, mayCreate }: Found): Promise<void> {
  if (mayCreate) return;
  const sql = `GRANT CREATE ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(service)}`;
  await owner.query(sql);
  const { rows } = await owner.query("SELECT has_database_privilege($1, current_database(), 'CREATE') AS granted", [
    service,
  ]);
  if (!rows[0].granted) throw new DatabaseUnfit(`${service} makes tables of its own for read models and jobs: ${sql};`);
}

async function ask(client: Client): Promise<Answer> {
  const { rows } = await client.query<Answer>(question);
  const [answer] = rows;
  if (!answer) throw new Error('The server did not say what it is.');
  return answer;
}
