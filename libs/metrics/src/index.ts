export * from './catalogue.js';
export * from './meter.js';
