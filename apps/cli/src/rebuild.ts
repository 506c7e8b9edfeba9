import { readConfig } from '#config';
import { prune, Rebuild } from '#followers';
import { openInstallation, type Installation } from '#installation';
import { allProjections } from '#read-models';
import { Refused, say } from './tell.js';

type Options = { readonly swap?: boolean; readonly prune?: boolean; readonly json?: boolean };
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
export async function rebuild(names: readonly string[], options: Options): Promise<void> {
  const known = allProjections.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Refused(`There is no read model called ${unknown[0]}: there are ${known.join(', ')}.`);

  const installation = await openInstallation(readConfig({ LOG_LEVEL: 'warn', ...process.env }));
  try {
    const chosen = allProjections.filter(({ name }) => names.length === 0 || names.includes(name));
    const results: Result[] = [];
    for (const projection of chosen) {
      const result = await rebuildOne(installation, projection, options);
      results.push(result);
      if (!options.json) say(inWords(result));
    }
    const dropped = options.prune ? await prune(installation.rebuilding.pool, allProjections) : [];
    if (options.json) say(JSON.stringify({ rebuilt: results, dropped }, null, 2));
    else for (const table of dropped) say(`Dropped ${table}, which nobody reads.`);
    if (results.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
  } finally {
    await installation.close();
  }
}

async function rebuildOne(
  { rebuilding }: Installation,
  projection: (typeof allProjections)[number],
  { swap = false, json = false }: Options,
): Promise<Result> {
  const { name } = projection;
  const made = new Rebuild(projection, rebuilding);
  const { events, versions } = await made.build(json ? undefined : progressOf(name));
  const differences = (await made.differences()).map(({ rowId, since }) => `${rowId} since position ${since}`);
  await (swap ? made.swap() : made.discard());
  return { name, events, versions, differences };
}

/** How far it has come, on standard error and only where somebody looks. */
function progressOf(name: string): ((position: bigint) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (position) => void process.stderr.write(`\r${name}: up to position ${position} \r`);
}

function inWords({ name, events, versions, differences }: Result): string {
  const made = `${name}: ${versions} versions of rows from ${events} events`;
  if (differences.length === 0) return `${made}, the same as those that are read.`;
  return [`${made}, which differ from those that are read:`, ...differences.map((each) => `  ${each}`)].join('\n');
}
