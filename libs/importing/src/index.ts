export { alone, ImportOvertaken, ImportRefused, ImportUnderWay } from './alone.js';
export { bare, type Column, type ImportError } from './columns.js';
export {
  Importing,
  type ChangeCounts,
  type FilePreview,
  type ImportDone,
  type ImportProgress,
  type ImportSend,
  type Keep,
  type Preview,
} from './importing.js';
export type { Change, Kind, Said } from './kind.js';
export { allKinds } from './kinds/index.js';
export type { KnownDeps } from './known.js';
export * from './migrations.js';
export { StagedFiles } from './staged-files.js';
export { bytesSource, fileSource, Unreadable, type Source } from './source.js';
