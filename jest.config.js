/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' }, // "./x.js" in source means "./x.ts".
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
};

/**
 * Five kinds of test, told apart by the end of their names: `.db.spec.ts` needs PostgreSQL, `.redis.spec.ts` a redis-server
 * as well, `.pooler.spec.ts` a PgBouncer as well, `.e2e.spec.ts` a browser as well, and every other `.spec.ts` needs nothing.
 *
 * @type {import('jest').Config}
 */
export default {
  maxWorkers: 2,
  // The first test of a run starts PostgreSQL, on a machine that others use as well and that may be three times as slow.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB', // ES modules keep about 8 MB a spec file.
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '(?<!\\.db|\\.redis|\\.pooler|\\.e2e)\\.spec\\.ts$',
    },
    {
      ...shared,
      displayName: 'database',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '\\.db\\.spec\\.ts$',
      globalSetup: '<rootDir>/test/support/postgres-for-tests.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-after-tests.mjs',
    },
    {
      ...shared,
      displayName: 'redis',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '\\.redis\\.spec\\.ts$',
      globalSetup: '<rootDir>/test/support/postgres-for-tests.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-after-tests.mjs',
    },
    {
      ...shared,
      displayName: 'pooler',
      roots: ['<rootDir>/libs'],
      testRegex: '\\.pooler\\.spec\\.ts$',
      globalSetup: '<rootDir>/test/support/postgres-for-tests.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-after-tests.mjs',
    },
    {
      ...shared,
      displayName: 'e2e',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '\\.e2e\\.spec\\.ts$',
      globalSetup: '<rootDir>/test/support/postgres-for-tests.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-after-tests.mjs',
    },
  ],
};
