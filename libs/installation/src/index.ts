export * from './file-clock.js';
export * from './followed-log.js';
export * from './stopping.js';
export * from './installation.js';
export * from './installation.module.js';
export * from './migrations.js';
export { assertEditionsKept, openEditions } from './open-editions.js';
export * from './open-event-store.js';
export * from './parts-ready.js';
