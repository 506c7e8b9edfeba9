import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#database';
import { type Visitor } from '#simulation';
import { median, percentile, type Bench, type BenchRun } from './bench.js';
import { residentMb, RunningTrust } from './running-trust.js';
import { school } from './small-trust.js';

const pupilCount = 40;
const viewers = 4;
const views = 1_000;

/** How fast pages come and how much memory their process holds after many; how soon `npm start` answers. */
export const bench: Bench = {
  about: `pages of a school with ${pupilCount} placements, ${views} views each by ${viewers} at a time; and the start`,
  run: async (run) => {
    const trust = await RunningTrust.start(run.server, 'pages', pupilCount);
    try {
      const visitor = await trust.signedIn();
      const [first] = trust.pupils;
      await view(run, visitor, 'board', `/schools/${school}/today`, 'Given39 Family39');
      await view(run, visitor, 'placement', `/schools/${school}/placements/${first?.placementId}`, 'Given0 Family0');
      await view(run, visitor, 'link', first?.linkPath ?? '', 'Given0 F', 50); // As many as a link takes in a minute.
      run.put('pages.web.residentMb', residentMb(trust.web.pid));
      run.put('pages.worker.residentMb', residentMb(trust.worker.pid));
    } finally {
      await trust.stop();
    }
    await start(run);
  },
};

async function view(
  run: BenchRun,
  visitor: Visitor,
  name: string,
  path: string,
  says: string,
  count = views,
): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  const began = performance.now();
  const viewer = async (share: number) => {
    for (let seen = 0; seen < share; seen += 1) {
      const asked = performance.now();
      const { status, html } = await visitor.get(path);
      if (status !== 200 || !html.includes(says)) throw new Error(`The page ${name} is not the one asked for.`);
      times.push(performance.now() - asked);
      bytes = Buffer.byteLength(html);
    }
  };
  await Promise.all(Array.from({ length: viewers }, () => viewer(Math.ceil(count / viewers))));
  run.put(`pages.${name}.perSecond`, (times.length * 1_000) / (performance.now() - began));
  run.put(`pages.${name}.p50Ms`, percentile(times, 0.5));
  run.put(`pages.${name}.p99Ms`, percentile(times, 0.99));
  run.put(`pages.${name}.htmlBytes`, bytes);
  run.say(`pages: ${name}, ${times.length} views`);
}

/** `npm start` on a folder where it ran before: from the command to the first page. */
async function start(run: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-start-'));
  try {
    await startOnce(folder); // The first time makes the database.
    const times: number[] = [];
    for (let round = 0; round < run.rounds; round += 1) times.push(await startOnce(folder));
    run.put('pages.start.firstPageMs', median(times));
    run.say(`pages: npm start answers after ${Math.round(median(times))} ms`);
  } finally {
    rmSync(realpathSync(join(folder, 'postgres')), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, WAYMARK_DATA: folder, PORT: String(port), NODE_ENV: 'test' };
  const began = performance.now();
  const child = spawn('npm', ['start'], { env, stdio: 'ignore', detached: true });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
      if (answer?.ok) return performance.now() - began;
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
      await pause(20);
    }
  } finally {
    await stop(child);
  }
}

/** Ends npm and what it started, as Ctrl-C would. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGINT');
  await gone;
}
