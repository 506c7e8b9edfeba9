export { BoxTampered } from './box.js';
export * from './keys.js';
export * from './master-key.js';
export * from './master-key-file.js';
export * from './memory-keys.js';
export * from './row-sealer.js';
export * from './sealing-codec.js';
