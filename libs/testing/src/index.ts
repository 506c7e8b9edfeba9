export { HeldClock } from '#event-sourcing';
export * from './given.js';
export * from './heard.js';
export * from './ids.js';
