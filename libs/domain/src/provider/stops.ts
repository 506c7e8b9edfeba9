import { z } from 'zod';
import { about, day, id, instant, personal, type Day, type Id, type Messages, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * A stop: a school has heard something for which no pupil should begin at a provider, at one of its sites, or where somebody
 * works, until it is looked into. It holds for all schools at once, and nothing is sent to the provider by it.
 */
const words = personal(z.string().trim().min(1).max(2_000));
const line = personal(z.string().trim().min(1).max(160));
const stop = { providerId: id, stopId: id, schoolId: id, personId: id };
/** Whose key seals it: the adult's whom it is about, or else the provider's. */
const sealedUnder = { keptUnder: id };

const setting = z.object({
  ...stop,
  /** About one site, or about one adult; about the provider as a whole without either. */
  siteId: id.optional(),
  adultId: id.optional(),
  because: words,
});
/** Who outside was told, when, and under which reference: the local authority's designated officer, the police. */
const referral = z.object({ ...stop, to: line, at: instant, reference: line.optional() });
const lifting = z.object({ ...stop, liftedOn: day, because: words });

export const stopEvents = {
  StopSet: about(
    'keptUnder',
    setting
      .extend(sealedUnder)
      .describe('A school stopped new starts at a provider, at a site, or where somebody works, for all schools.'),
  ),
  StopReferred: about(
    'keptUnder',
    referral.extend(sealedUnder).describe('What a stop is about was referred to somebody outside of the school.'),
  ),
  StopLifted: about(
    'keptUnder',
    lifting.extend(sealedUnder).describe('Somebody else than who set it lifted a stop, and said why.'),
  ),
};
export const stopCommands = {
  SetStop: about('keptUnder', setting.extend(sealedUnder)),
  ReferStop: about('keptUnder', referral.extend(sealedUnder)),
  LiftStop: about('keptUnder', lifting.extend(sealedUnder)),
};
export type StopEvent = MessageOf<Messages<typeof stopEvents>>;
export type StopCommand = MessageOf<Messages<typeof stopCommands>>;
type SetStop = Extract<StopEvent, { type: 'StopSet' }>['data'];
type Lifted = Extract<StopEvent, { type: 'StopLifted' }>['data'];
type Referred = Extract<StopEvent, { type: 'StopReferred' }>['data'];

/** A stop as it is known, with what became of it. */
export type Stop = {
  readonly set: SetStop;
  readonly referrals: readonly Referred[];
  readonly lifted: Lifted | null;
};
export type Stops = Readonly<Record<Id, Stop>>;

export const isStop = (event: { readonly type: string }): event is StopEvent => Object.hasOwn(stopEvents, event.type);
export const isStopCommand = (command: { readonly type: string }): command is StopCommand =>
  Object.hasOwn(stopCommands, command.type);

export function withStop(stops: Stops, event: StopEvent): Stops {
  const { stopId } = event.data;
  if (event.type === 'StopSet') return { ...stops, [stopId]: { set: event.data, referrals: [], lifted: null } };
  const known = stops[stopId];
  if (!known) return stops;
  if (event.type === 'StopLifted') return { ...stops, [stopId]: { ...known, lifted: event.data } };
  return { ...stops, [stopId]: { ...known, referrals: [...known.referrals, event.data] } };
}

// Procedure: S4.22
/** What comes of an order about a stop; the site and the adult that it names are known to be there. */
export function decideStop(command: StopCommand, stops: Stops): StopEvent[] {
  const { type, data } = command;
  const known = stops[data.stopId];
  if (type === 'SetStop') {
    if (!known) return [{ type: 'StopSet', data }];
    return sameAsKnown(known.set, data) ? [] : no('stop-already-set');
  }
  if (!known) return no('stop-not-set');
  // What another school has heard is not for this one to judge.
  if (known.set.schoolId !== data.schoolId) return no('stop-of-another-school');
  if (type === 'ReferStop') {
    if (known.referrals.some((each) => sameAsKnown(each, data))) return [];
    return [{ type: 'StopReferred', data }];
  }
  if (known.lifted) return sameAsKnown(known.lifted, data) ? [] : no('stop-already-lifted');
  return known.set.personId === data.personId ? no('stop-lifted-by-who-set-it') : [{ type: 'StopLifted', data }];
}

/** Where somebody works, and until which day. */
type Works = { readonly siteId: Id; readonly leftOn: Day | null };

/**
 * Whether a stop holds at a site on a day: one about the provider does at each of its sites, one about a person as long as
 * they work there.
 */
export function holdsAt(
  { siteId, adultId, isLifted }: { siteId?: Id | undefined; adultId?: Id | undefined; isLifted: boolean },
  site: Id,
  on: Day,
  worksAt: (adultId: Id) => Works | undefined,
): boolean {
  if (isLifted) return false;
  if (adultId === undefined) return siteId === undefined || siteId === site;
  const works = worksAt(adultId);
  return works !== undefined && works.siteId === site && (works.leftOn === null || on <= works.leftOn);
}
