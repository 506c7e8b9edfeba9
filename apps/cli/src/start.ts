import type { Installation } from '#installation';
import { firstRunLink } from './first-run.js';
import { aboutLetters, aboutOperations, configOf, isWatched, serve, untilStopped } from './serving.js';
import { say } from './tell.js';

/** Serves an installation until it is told to stop. An empty one waits for its first school: never example data. */
export async function start(): Promise<void> {
  // People read what it says, also where it goes to a file.
  const config = configOf(true);
  if (isWatched()) say('Starting …');
  const opening = serve(config);
  const isStopping = untilStopped(opening, config);
  const { installation, url, operations } = await opening;
  if (isStopping()) return;

  say(`Waymark is at ${url}`);
  for (const line of await firstSteps(installation, url)) say(line);
  say(`It serves the pages, looks once a minute for what is due, and writes to providers and staff.`);
  say(aboutLetters(config, `${url}/mailbox`));
  for (const line of aboutOperations(operations)) say(line);
  for (const line of installation.warnings) say(`Note: ${line}`);
  say('Ctrl-C stops it.');
}

async function firstSteps(installation: Installation, url: string): Promise<string[]> {
  const link = await firstRunLink(installation);
  if (link === null) return [];
  return [
    '',
    'Nobody can sign in yet. Open this link to enter the first school and yourself:',
    `  ${url}/first-run/${link.token}`,
    'It works once and for a quarter of an hour; starting again makes another.',
    '',
  ];
}
