import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { folderOfRun, removeServer, runsThatDied } from './postgres-folders.mjs';

/**
 * Says where the test run's PostgreSQL lives. Nobody starts it yet: the first test that asks for a database does
 * (`freshDatabase`), so a run of unit tests pays nothing. Servers of runs that were killed are removed here.
 */
export default async function prepare() {
  await Promise.all(runsThatDied().map(removeServer));
  const folder = folderOfRun(process.pid);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.env.WAYMARK_TEST_DATA = join(folder, 'data');
}
