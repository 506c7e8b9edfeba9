export * from './binary-arrays.js';
export * from './database.js';
export * from './embedded/embedded-postgres.js';
export type { ServerSettings } from './embedded/server.js';
export * from './faults.js';
export * from './migrations.js';
export * from './transaction.js';
