export * from './config.js';
export { proxiesInWords } from './proxies.js';
export * from './redis-url.js';
export * from './secrets.js';
export * from './package-root.js';
export * from './waymark-version.js';
