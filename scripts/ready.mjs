// Makes the working copy ready to run, and says nothing when it is: the right Node, the dependencies of package-lock.json,
// a build of the sources as they are. It runs before everything else, so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const stamp = at('dist', '.built');
const lock = at('.ready.lock');

/** What is wrong with this version of Node, as a sentence; null when it will do. */
export function refuseNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Waymark needs Node 20.19 or newer, and this is Node ${version}. Install a current one from https://nodejs.org and try again.`;
}

/**
 * Whether what is installed is what package-lock.json asks for. Both are compared by content, because times say little
 * after a clone or a copy. npm writes its own list last, so an install that was broken off has none.
 */
export function installed(wanted, present) {
  if (!present) return false;
  return Object.entries(wanted.packages).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    const there = present.packages[path];
    return there ? there.version === version : optional === true; // Optional ones are for other machines, too.
  });
}

function isInstalled() {
  const list = at('node_modules', '.package-lock.json');
  const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  return installed(read(at('package-lock.json')), existsSync(list) ? read(list) : null);
}

/** Every file that a build reads, in a fixed order. */
function* sources() {
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) yield at(name);
  yield at('scripts', 'assets.mjs');
  for (const folder of ['apps', 'libs', join('test', 'bench')]) yield* filesIn(at(folder));
}

function* filesIn(folder) {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (!entry.name.endsWith('.spec.ts')) yield path;
  }
}

/** A hash of all that a build reads: by content, so that neither a checkout nor a copy deceives it. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of sources()) {
    if (!existsSync(path)) continue;
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

/** npm as it was called, or the one on the path; the command ends this process when it fails. */
function npm(...args) {
  const called = process.env.npm_execpath;
  const [command, first] = called?.endsWith('.js') ? [process.execPath, [called]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'], // Standard output belongs to the command that comes after.
    env: { ...process.env, SCARF_ANALYTICS: 'false' },
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return;
  const asked = args.filter((each) => !each.startsWith('-')).join(' ');
  throw new Error(`npm ${asked} failed${error ? `: ${error.message}` : ', and says why above'}.`);
}

function install() {
  console.error('Installing what Waymark needs (npm ci) …');
  // The build needs the development dependencies, whatever NODE_ENV says.
  npm('ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error');
}

function build() {
  const before = fingerprint();
  console.error('Building …');
  // Without a stamp nobody knows what lies in dist, and an incremental compiler would trust it.
  if (existsSync(stamp)) rmSync(stamp);
  else rmSync(at('dist'), { recursive: true, force: true });
  npm('run', 'build', '--silent');
  removeOrphans(at('dist'));
  // Sources that changed meanwhile leave a stamp that does not fit, and so are built the next time.
  writeFileSync(stamp, before);
}

/** The compiler leaves what it made of files that have gone since, and Node would go on importing that. */
function removeOrphans(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOrphans(path);
    else if (isOrphan(relative(at('dist'), path))) rmSync(path);
  }
}

/** Whether a file of dist was compiled from a source that is gone. Only what lies in a `src` or in test was compiled. */
function isOrphan(path) {
  const compiled = /\.js(\.map)?$/.test(path) && (path.split(sep).includes('src') || path.startsWith(`test${sep}`));
  return compiled && !existsSync(at(path.replace(/\.js(\.map)?$/, '.ts')));
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Does the work while no other process does it; one that has died holds up nobody. */
async function alone(work) {
  for (let waited = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (abandoned()) continue;
    if (!waited) console.error('Another process is installing or building here: waiting for it …');
    waited = true;
    await pause(200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Clears away the lock of a process that has died; whether it did. */
function abandoned() {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    const fresh = Date.now() - statSync(lock).mtimeMs < 2_000; // Made, and its process not written yet.
    if (holder ? alive(holder) : fresh) return false;
    // Of several that see it, only one can move it away.
    const aside = `${lock}.${process.pid}`;
    renameSync(lock, aside);
    rmSync(aside);
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
}

/**
 * Sees to it that Waymark can run. A clone is installed and built when need be; an installed package, which brings no
 * package-lock.json, was built when it was packed.
 */
export async function ready() {
  const refusal = refuseNode(process.version);
  if (refusal) throw new Error(refusal);
  if (!existsSync(at('package-lock.json'))) return;
  if (isInstalled() && isBuilt()) return;
  await alone(() => {
    if (!isInstalled()) install();
    if (!isBuilt()) build();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ready().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
