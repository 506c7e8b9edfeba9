export * from './log.js';
export * from './process.js';
export * from './server.js';
