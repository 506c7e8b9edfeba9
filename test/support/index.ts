export * from './child.js';
export * from './fresh-database.js';
export * from './lossy-proxy.js';
export * from './redis-server.js';
