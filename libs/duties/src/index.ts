export { DutySteps, StepsFailed } from './duty-steps.js';
export { dutiesMigrations } from './migrations.js';
export type { Sends } from './post.js';
export { WakeKeeper } from './wake-keeper.js';
export type { DueTogether } from './wake-rows.js';
export { Wakes, type Difference, type WakeBook } from './wakes.js';
