export * from './clock-health.js';
export * from './failed-jobs.js';
export * from './job-handler.js';
export * from './job-table.js';
export * from './jobs.js';
export * from './migrations.js';
export * from './redis-look.js';
export * from './timetable.js';
