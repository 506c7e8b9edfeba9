import { folderOfRun, removeServer } from './postgres-folders.mjs';

/** Stops the test run's PostgreSQL, if anybody started it, and removes what it wrote. */
export default async function cleanUp() {
  await removeServer(folderOfRun(process.pid));
}
