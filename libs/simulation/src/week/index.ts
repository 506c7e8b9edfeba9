export * from './evidence.js';
export { further } from './further.js';
export * from './live.js';
export * from './lived-week.js';
export { personId, personNames, type PersonName } from './names.js';
export * from './observe.js';
export * from './setup.js';
export * from './table.js';
export { adults, monday, people, rolesInWords, week } from './trust.js';
