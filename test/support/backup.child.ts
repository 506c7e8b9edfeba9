import { BackupFile, makeBackup, restore, type Progress } from '#backup';
import { Database } from '#database';
import { PostgresEventStore } from '#event-stores';

/** A process that makes a backup, or restores one, and says when it is in the midst of the events. */
const { CHILD_SERVICE = '', CHILD_OWNER = '', CHILD_FOLDER, CHILD_BACKUP } = process.env;
const database = await Database.open({ dataDir: '', databaseUrl: CHILD_SERVICE, databaseOwnerUrl: CHILD_OWNER });
const onProgress: Progress = (section) => {
  if (section !== 'events') return;
  process.send?.('events');
  // Here it stands still until it is killed.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
if (CHILD_FOLDER !== undefined) {
  const store = new PostgresEventStore(database);
  await makeBackup({ pool: database.pool('backup'), store }, CHILD_FOLDER, { onProgress, waymark: '0' });
} else {
  await restore({ database, backup: await BackupFile.open(CHILD_BACKUP ?? ''), destroyed: [], onProgress });
}
