export * from './file-clock.js';
export * from './installation.js';
export * from './installation.module.js';
export * from './migrations.js';
