export * from './events-migrations.js';
export type { KurrentDbEventStore } from './kurrentdb/kurrentdb-event-store.js';
export * from './kurrentdb/moments.js';
export * from './kurrentdb/open.js';
export * from './kurrentdb/unreachable.js';
export * from './postgres-event-store.js';
export * from './stored-log.js';
