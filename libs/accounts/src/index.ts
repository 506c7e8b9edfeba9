export * from './accounts.js';
export type { Link, LinkOptions, NewLink } from './links.js';
export * from './migrations.js';
export * from './password-rules.js';
export type { Session, StartedSession } from './sessions.js';
