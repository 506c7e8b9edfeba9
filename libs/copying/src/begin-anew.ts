import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '#database';
import type { EventStore } from '#event-sourcing';
import { identityOf, noteFollowedLog, type LogIdentity } from '#installation';
import { CopyRefused } from './refused.js';

/** Every program that has an installation open listens for destroyed keys. */
const listening = 'waymark listening';

/** Makes sure that nothing of the installation runs: what it appended now would be in the old log alone. @throws {CopyRefused} */
export async function assertNobodyThere(queries: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await queries.query<{ programs: number }>(
    `SELECT count(*)::int AS programs FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()`,
    [listening],
  );
  const programs = rows[0]?.programs ?? 0;
  if (programs === 0) return;
  const run = programs === 1 ? 'program of Waymark still runs' : 'programs of Waymark still run';
  throw new CopyRefused(`${programs} ${run} on this database. Stop every web, worker and start, then give it again.`);
}

/** Makes sure that this database follows the log that was copied, as far as it says which. @throws {CopyRefused} */
export async function assertFollows(
  queries: Pick<ClientBase, 'query'>,
  source: EventStore,
  kind: LogIdentity['store'],
): Promise<void> {
  const { firstEvent } = await identityOf(source, kind);
  const { rows } = await queries.query<{ store: string; first_event: string | null }>(
    'SELECT store, first_event FROM followers.log',
  );
  const [followed] = rows;
  if (!followed) return;
  // One that began empty has noted no first event yet.
  if (followed.store === kind && (followed.first_event === null || followed.first_event === firstEvent)) return;
  throw new CopyRefused(
    'The installation that the environment names follows another log than the one at --from. Set DATABASE_URL, or ' +
      'WAYMARK_DATA, to the installation whose log was copied.',
  );
}

/**
 * Lets an installation follow another log, which begins with the same events at other positions. Everything that was made
 * from the old one goes in one transaction, and the next start makes it again: processes hear each event anew and decide
 * nothing a second time. Keys and accounts stay.
 *
 * @throws {CopyRefused} while anything of it runs.
 */
export async function beginAnew(pool: Pool, log: LogIdentity): Promise<void> {
  await inTransaction(pool, async (client) => {
    await assertNobodyThere(client);
    await client.query('DROP SCHEMA IF EXISTS reads CASCADE');
    for (const table of madeFromTheLog) await client.query(`DELETE FROM ${table}`);
    await noteFollowedLog(client, log);
  });
}

/** What libs/backup's list of tables says is made again from the log, besides the log's own. */
export const madeFromTheLog = [
  'followers.checkpoint',
  'followers.process_state',
  'followers.parked',
  'clock.wake',
  'keys.directory',
  'keys.upn',
];
