export * from './begin-anew.js';
export * from './copy-log.js';
export * from './places.js';
export { CopyRefused } from './refused.js';
