import type { Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import type { Post } from '../post.js';
import { firstWake, untilQuiet } from '../quiet.js';
import type { World } from '../world.js';
import { act } from './deeds.js';
import { further } from './further.js';
import { personId } from './names.js';
import { script, type Scripted } from './script.js';
import { setup } from './setup.js';
import { week } from './trust.js';

/** The Friday at four, when nothing more will happen. */
export const endOfWeek: Instant = londonInstant(week.fri, '16:00');
/** The Thursday before last, when the first school is entered. */
export const beforeTheWeek: Instant = londonInstant('2026-11-05', '14:00');

export type Life = {
  readonly world: World;
  /** The address of the pages. */
  readonly web: string;
  readonly post: Post;
  /** Until when; to the end of the week unless told. */
  readonly until?: Instant;
  /** Told of each moment, after its deeds and its tick and before anything has come of them. */
  readonly onMoment?: (at: Instant, deeds: readonly Scripted[]) => Promise<void>;
};

/** Enters the example trust, at the times at which its schools would have. */
export async function enterTrust(world: World): Promise<void> {
  for (const { at, by, command } of setup(world.edition)) {
    if (world.now() !== at) world.moveTo(at);
    await world.send(command, personId(by));
  }
  await untilQuiet(world);
}

/** What a visitor of the example trust finds beside the week: entered after the trust, and before the week begins. */
export async function enterFurther(world: World): Promise<void> {
  for (const { at, by, command, signer } of further(world.edition)) {
    if (world.now() !== at) world.moveTo(at);
    if (signer === undefined) await world.send(command, personId(by));
    else await world.sign(command, signer);
  }
  await untilQuiet(world);
}

/**
 * Lives through the week, from moment to moment: to the next thing that somebody does, or that is due, or that is to go
 * again. At each the clock is held, people do what they do, a tick is added to the queue, and nothing goes on before all
 * that follows has happened.
 */
export async function liveThroughWeek({ world, web, post, until = endOfWeek, onMoment }: Life): Promise<void> {
  for (let at: Instant | null = world.now(); at !== null; at = await nextMoment(world, until)) {
    world.moveTo(at);
    const deeds = script.filter((each) => instantOf(each) === at);
    for (const deed of deeds) await act({ world, web, post }, deed);
    await world.tick();
    await onMoment?.(at, deeds);
    await untilQuiet(world);
  }
}

/** The next moment at which something is done or due, and at last the one until which the week is lived. */
async function nextMoment(world: World, until: Instant): Promise<Instant | null> {
  const now = world.now();
  if (now >= until) return null;
  const deed = script.map(instantOf).find((at) => at > now) ?? until;
  const wake = (await firstWake(world, until)) ?? until;
  const next = deed < wake ? deed : wake;
  return next < until ? next : until;
}

const instantOf = ({ day, at }: Scripted): Instant => londonInstant(week[day], at);
