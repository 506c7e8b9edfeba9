export { HeldClock } from '#event-sourcing';
export * from './folded-rows.js';
export * from './given.js';
export * from './heard.js';
export * from './ids.js';
