import type { Config } from '#config';
import {
  assertEachDirect,
  assertFit,
  assertNotRestoring,
  connected,
  lookAtEmbedded,
  RestoreUnfinished,
  stepsToRun,
  type EmbeddedLook,
  type Migrations,
} from '#database';
import type { Client } from 'pg';
import { room } from './data-directory.js';
import { broken, ok, warning, type Finding } from './finding.js';

/** Connections for the checks that look into the database; null where there is nothing to connect to. */
export type Connections = {
  readonly service: Client;
  readonly owner: Client;
  readonly urls: { readonly service: string; readonly owner: string };
  end(): Promise<void>;
};

const name = 'database';

/**
 * The embedded server as it stands. One that does not run is not started: then what is in it is not looked at, and the
 * finding says so.
 */
export function checkEmbedded(dataDir: string): { findings: readonly Finding[]; look: EmbeddedLook | null } {
  const look = lookAtEmbedded(dataDir);
  if (!look || look.major === null) {
    return {
      findings: [ok(name, 'The embedded PostgreSQL has not been made yet: the first start makes it.')],
      look: null,
    };
  }
  const { home, log, major, ownMajor, server } = look;
  if (major !== ownMajor) {
    const found = `The data in ${home} were written by PostgreSQL ${major}, and this version of Waymark brings ${ownMajor}.`;
    const mend =
      'Make a backup with the version that you had (waymark backup), move the folder away, restore it with this one (waymark restore FILE).';
    return { findings: [broken(name, found, mend)], look: null };
  }
  const disk = room('disk of the database', home);
  if (server.state === 'ready') {
    return { findings: [ok(name, `The embedded PostgreSQL ${major} runs as process ${server.pid}.`), disk], look };
  }
  if (server.state === 'busy') {
    const found = `The embedded PostgreSQL ${major} (process ${server.pid}) is starting or stopping.`;
    return { findings: [warning(name, found, `Wait a moment and ask again. Its log is ${log}.`), disk], look: null };
  }
  const stale =
    server.state === 'absent' && server.usurped ? ' A pid file of an earlier server is there, and is no obstacle.' : '';
  const found = `The embedded PostgreSQL ${major} does not run, and is not started for this: what is in it was not looked at.${stale}`;
  return { findings: [ok(name, found), disk], look: null };
}

/** Who works on the embedded server: they name themselves to it. */
export async function checkUsers(look: EmbeddedLook): Promise<readonly Finding[]> {
  const client = await connected(look.url('postgres', 'postgres') ?? '', 'WAYMARK_DATA', 'waymark doctor');
  try {
    const { rows } = await client.query<{ who: string }>(
      `SELECT DISTINCT application_name AS who FROM pg_stat_activity WHERE application_name LIKE 'process %' ORDER BY 1`,
    );
    if (rows.length > 0)
      return [ok('who is there', `On the embedded database: ${rows.map(({ who }) => who).join('; ')}.`)];
    const found = 'The embedded PostgreSQL runs and nobody works on it: a crash has left it.';
    return [warning('who is there', found, 'Start Waymark: it takes it up, and stops it when it stops itself.')];
  } finally {
    await client.end();
  }
}

/** Connects as service and owner. @throws {DatabaseUnreachable} */
export async function connect(config: Config, look: EmbeddedLook | null): Promise<Connections | null> {
  const serviceUrl = config.databaseUrl ?? look?.url('waymark_service', 'waymark');
  if (!serviceUrl) return null;
  const ownerUrl = config.databaseOwnerUrl ?? look?.url('waymark_owner', 'waymark') ?? serviceUrl;
  const service = await connected(serviceUrl, 'DATABASE_URL', 'waymark doctor');
  try {
    const owner = await connected(
      ownerUrl,
      ownerUrl === serviceUrl ? 'DATABASE_URL' : 'DATABASE_OWNER_URL',
      'waymark doctor',
    );
    const urls = { service: serviceUrl, owner: ownerUrl };
    return { service, owner, urls, end: async () => void (await Promise.all([service.end(), owner.end()])) };
  } catch (error) {
    await service.end();
    throw error;
  }
}

/** The server itself: version, direct connections, who owns what. @throws {DatabaseUnfit} */
export async function checkServer({ service, owner, urls }: Connections): Promise<readonly Finding[]> {
  const found = await assertFit(service, owner);
  await assertEachDirect({ url: urls.service, client: service }, { url: urls.owner, client: owner });
  const { rows } = await service.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  const about = `PostgreSQL ${rows[0]?.version ?? ''} answers, database ${found.database}, as ${found.service}`;
  // Programs that serve need not know the owner's login: then the tables say whose they are.
  const tablesOwner = (found.service === found.owner ? await ownerOfEvents(service) : null) ?? found.owner;
  const separate =
    found.service === tablesOwner
      ? warning(
          'logins',
          `${tablesOwner} both owns the tables of events and works with them.`,
          'Set DATABASE_OWNER_URL to a login of its own: then the service can’t lift the protection of events.',
        )
      : ok('logins', `${tablesOwner} owns the tables of events; ${found.service} works with them.`);
  const warnings = found.warnings.map((sentence) =>
    warning(name, sentence, 'Turn it on in postgresql.conf, and reload.'),
  );
  return [ok(name, `${about}.`), separate, ...warnings];
}

/** Who owns the tables of events; null where there are none yet. */
async function ownerOfEvents(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ owner: string }>(
    "SELECT tableowner AS owner FROM pg_tables WHERE schemaname = 'events' AND tablename = 'event'",
  );
  return rows[0]?.owner ?? null;
}

/** Whether the tables are those of this version. @throws {MigrationRefused} */
export async function checkMigrations(
  { service }: Connections,
  migrations: readonly Migrations[],
): Promise<readonly Finding[]> {
  const left = await stepsToRun(service, migrations);
  if (left === 0) return [ok('tables', 'The tables are those of this version.')];
  return [
    warning(
      'tables',
      `The database lacks ${left} steps of this version.`,
      'Start Waymark with the login of the owner: it makes them.',
    ),
  ];
}

/** Whether a restore was broken off here: then nobody can begin. */
export async function checkRestore(service: Client): Promise<readonly Finding[]> {
  try {
    await assertNotRestoring(service);
    return [];
  } catch (error) {
    if (!(error instanceof RestoreUnfinished)) throw error;
    const found = 'A backup is being restored here, or the restore was broken off before anything was in.';
    return [broken('restore', found, 'Unless it still runs, give it again: waymark restore FILE.')];
  }
}
