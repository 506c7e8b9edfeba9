export * from './events-migrations.js';
export * from './postgres-event-store.js';
