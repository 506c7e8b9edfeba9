export * from './fresh-database.js';
export * from './mail-server.js';
