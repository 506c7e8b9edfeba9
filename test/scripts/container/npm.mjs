#!/usr/bin/env node
// npm for an image that is tried without an engine. `npm ci` asks npm itself what it would install, and takes that from the
// working copy, so that a test needs neither the registry nor minutes; everything else is npm's own.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const { WORKING_COPY: workingCopy = '', NPM_ITSELF: npm = '' } = process.env;
const given = process.argv.slice(2);

if (given[0] === 'ci') install();
else process.exitCode = spawnSync(npm, given, { stdio: 'inherit' }).status ?? 1;

function install() {
  // It reads the two lists of the folder and compares them, as it does before it installs.
  const said = execFileSync(npm, [...given, '--dry-run', '--offline', '--loglevel=error'], { encoding: 'utf8' });
  const wanted = said.split('\n').filter((line) => line.startsWith('add '));

  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const isThere = (path) => path !== '' && existsSync(join(workingCopy, path, 'package.json'));
  const all = Object.entries(packages).filter(([path]) => isThere(path));
  const chosen = given.includes('--omit=dev') ? all.filter(([, { dev }]) => !dev) : all;
  const taken = chosen.map(([path, { version }]) => `add ${path.split('node_modules/').at(-1)} ${version}`);
  if (wanted.sort().join() !== taken.sort().join()) {
    throw new Error(`npm would install ${wanted.length} packages, and not the ${taken.length} of the working copy.`);
  }

  if (chosen.length === all.length) symlinkSync(join(workingCopy, 'node_modules'), 'node_modules');
  else
    for (const [path] of chosen) cpSync(join(workingCopy, path), path, { recursive: true, filter: isOfPackage(path) });
}

/** What lies in a package's own node_modules is chosen, or not, by itself. */
function isOfPackage(path) {
  const own = join(workingCopy, path, 'node_modules');
  return (source) => source !== own;
}
