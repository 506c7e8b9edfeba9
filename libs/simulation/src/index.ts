export * from './mail-server.js';
export * from './post.js';
export * from './program.js';
export * from './quiet.js';
export * from './seeded.js';
export * from './visitor.js';
export * from './week/index.js';
export * from './world.js';
