export * from './examine.js';
export type { Finding, InWords } from './finding.js';
