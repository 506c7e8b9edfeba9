export * from './live.js';
export { personId, personNames, type PersonName } from './names.js';
export * from './observe.js';
export * from './setup.js';
export * from './table.js';
export { adults, monday, people, roles, week } from './trust.js';
