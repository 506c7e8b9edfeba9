export { accountKeeper, accountKeeperName } from './account-keeper.js';
export * from './accounts.js';
export type { Link, LinkOptions, NewLink } from './links.js';
export * from './migrations.js';
export * from './password-rules.js';
export * from './rate-limits.js';
export type { ListedSession, Session, StartedSession } from './sessions.js';
export * from './stored-accounts.js';
