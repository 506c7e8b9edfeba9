export * from './destroyed-since.js';
export { CannotWrite } from './draft.js';
export { BackupDamaged, type Header, type Tally } from './format.js';
export { backupsFolder, makeBackup, NothingToBackUp, type Backup } from './make-backup.js';
export { BackupFile } from './reading.js';
export * from './restore.js';
export type { SectionName } from './sections.js';
export * from './tables.js';
export type { Progress } from './writing.js';
