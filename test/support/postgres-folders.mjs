import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const prefix = 'waymark-tests-';

/** A test run's folder is named after the process that runs it. */
export const folderOfRun = (pid) => join(tmpdir(), `${prefix}${pid}`);

/** Folders of runs whose process is gone without having cleaned up. */
export function runsThatDied() {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
    .map((name) => join(tmpdir(), name));
}

/** Stops the server whose data lie in a run's folder, and removes both. Nothing here needs the product's code. */
export async function removeServer(folder) {
  const link = join(folder, 'data', 'postgres');
  if (existsSync(link)) {
    const home = realpathSync(link);
    const pid = pidIn(join(home, 'data', 'postmaster.pid'));
    if (pid !== null) await stop(pid);
    rmSync(home, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The data will be thrown away, so the server may stop at once. */
async function stop(pid) {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    return; // It is gone already.
  }
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 20) await sleep(20);
}

function pidIn(file) {
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return pid > 0 ? pid : null;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
