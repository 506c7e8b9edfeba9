export * from './documents.js';
export * from './media-types.js';
export * from './memory-documents.js';
export * from './migrations.js';
export * from './postgres-documents.js';
export * from './stored-documents.js';
