import { prune, Rebuild } from '#followers';
import type { Installation } from '#installation';
import { allProjections } from '#read-models';
import type { Frame } from './frame.js';
import { withInstallation } from './opened.js';
import { inDigits } from './progress-line.js';
import { Misused, Refused } from './tell.js';

export type RebuildOptions = { readonly swap?: boolean; readonly prune?: boolean };

type Result = {
  readonly name: string;
  readonly events: number;
  readonly versions: number;
  readonly differences: string[];
};

/**
 * Builds read models anew from all events and compares them with those that are read. Pages go on meanwhile. It fails when
 * they differ, because then something is wrong that swapping them in would hide.
 */
export async function rebuild(names: readonly string[], options: RebuildOptions, frame: Frame): Promise<void> {
  const known = allProjections.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Misused(`There is no read model called ${unknown}: there are ${known.join(', ')}.`);
  }
  const chosen = allProjections.filter(({ name }) => names.length === 0 || names.includes(name));

  await withInstallation(frame, async (installation) => {
    const results: Result[] = [];
    const goOn = () => howToGoOn(results.length, chosen.length, options);
    for (const projection of chosen) {
      const result = await rebuildOne(installation, projection, { options, frame, goOn });
      results.push(result);
      frame.say(inWords(result));
      if (results.length < chosen.length) frame.stop.pause(goOn);
    }
    const dropped = options.prune ? await prune(installation.rebuilding.pool, allProjections) : [];
    for (const table of dropped) frame.say(`Dropped ${table}, which nobody reads.`);
    frame.result({ rebuilt: results, dropped });
    if (results.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
  });
}

type Around = { readonly options: RebuildOptions; readonly frame: Frame; readonly goOn: () => string };

async function rebuildOne(
  { rebuilding, store }: Installation,
  projection: (typeof allProjections)[number],
  { options: { swap = false }, frame, goOn }: Around,
): Promise<Result> {
  const { name } = projection;
  const made = new Rebuild(projection, rebuilding);
  if (!(await made.isFollowed())) {
    throw new Refused(
      `There is no ${name} yet to compare with, as after a restore. Start Waymark, which makes every read model; nothing has to be rebuilt.`,
    );
  }
  // Positions count events, or the bytes before them.
  const unit = store.gapless ? 'events' : 'bytes';
  const line = frame.progress({ what: `Building ${name}`, unit, total: Number(await store.head()) });
  try {
    const { events, versions } = await made.build((position) => {
      line.reach(Number(position));
      frame.stop.pause(goOn);
    });
    line.clear();
    const differences = (await made.differences()).map(({ rowId, since }) => `${rowId} since position ${since}`);
    // From here on it is as quickly completed as given up.
    if (swap) await made.swap();
    return { name, events, versions, differences };
  } finally {
    await made.discard();
  }
}

function howToGoOn(done: number, all: number, { swap = false }: RebuildOptions): string {
  const soFar = `Stopped after ${done} of ${all} read models; what was built of the next has been dropped.`;
  return swap && done > 0
    ? `${soFar} Those are swapped in and stay. Run it again with the names of the others.`
    : `${soFar} Nothing that is read has changed. Run it again to begin anew.`;
}

function inWords({ name, events, versions, differences }: Result): string {
  const made = `${name}: ${inDigits(versions)} versions of rows from ${inDigits(events)} events`;
  if (differences.length === 0) return `${made}, the same as those that are read.`;
  return [`${made}, which differ from those that are read:`, ...differences.map((each) => `  ${each}`)].join('\n');
}
