import { join } from 'node:path';
import type { Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import { freePort } from '#database';
import {
  beforeTheWeek,
  demoDatabase,
  enterFurther,
  enterTrust,
  liveThroughWeek,
  people,
  personId,
  personNames,
  postOfMailbox,
  rolesInWords,
  week,
  World,
} from '#simulation';
import { readConfig } from '#config';
import { Closing } from '../closing.js';
import { configOf, serve, untilStopped } from '../serving.js';
import { say } from '../tell.js';
import { demoFolder } from './folder.js';
import { tickWhenMoved } from './moved-clock.js';

/** Wednesday morning: a provider is silent, two pupils are being looked for, and nobody has taken it yet. */
const openingMoment: Instant = londonInstant(week.wed, '09:40');

/** The clock may be moved on by days, and the links on the console are to be good still. */
const linkMinutes = 30 * 24 * 60;

/**
 * Shows Waymark with the example trust. Its history is not loaded but lived: the same commands, pages, jobs and letters as
 * anywhere, on a clock that is moved on. Then the clock runs, and whoever looks can do what they like.
 */
export async function demo(): Promise<void> {
  say('Preparing the example trust …');
  const closing = new Closing();
  const opening = closing.orClose(() => open(closing));
  const isStopping = untilStopped(
    opening.then(() => closing),
    configOf(true),
  );
  const { world, url } = await opening;
  try {
    await closing.orClose(() => live(world, url));
  } catch (error) {
    if (!isStopping()) throw error;
    return; // It was cut off in the middle, as it was told.
  }
  closing.add(tickWhenMoved(world));
  await welcome(world, url);
}

async function open(closing: Closing): Promise<{ world: World; url: string }> {
  const folder = demoFolder();
  const database = await demoDatabase(folder, 'demo', 'start');
  closing.add(() => database.leave());
  const env = {
    WAYMARK_DATA: folder,
    WAYMARK_CLOCK_FILE: join(folder, 'clock.json'),
    DATABASE_URL: database.serviceUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    HOST: '127.0.0.1',
    PORT: String(await freePort(readConfig({ PORT: process.env['PORT'] }).port)),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  };
  const world = await World.open(env, beforeTheWeek);
  closing.add(() => world.close());
  const serving = await serve(readConfig(env));
  closing.add(serving.close);
  return { world, url: serving.url };
}

async function live(world: World, url: string): Promise<void> {
  await enterTrust(world);
  await enterFurther(world);
  await liveThroughWeek({ world, web: url, post: postOfMailbox(world), until: openingMoment });
  world.letRun();
}

async function welcome(world: World, url: string): Promise<void> {
  say();
  say('The example trust is ready. There it is Wednesday 18 November 2026, 09:40, and the clock runs.');
  say();
  say(`  Pages     ${url}`);
  say(`  Mailbox   ${url}/mailbox   (what providers and staff get by email)`);
  say();
  say('Sign in as');
  for (const name of personNames) {
    const path = await world.signInPath(personId(name), { reusable: true, minutes: linkMinutes });
    say(`  ${people[name].name}, ${rolesInWords(name)}`);
    say(`    ${url}${path}`);
  }
  say();
  say('Everybody is made up, and nothing leaves this machine. Ctrl-C stops it; the next time it begins anew.');
}
