export * from './correlation.js';
export * from './spans.js';
export * from './trace-parent.js';
export * from './traced-journal.js';
