import { z } from 'zod';
import { day, id, type Day, type Id, type MessageOf, type Messages } from '#event-sourcing';
import { no } from '../refusals.js';
import { aboutPlacement } from './evidence-facts.js';
import type { EvidenceFacts } from './evidence.js';

/**
 * Whoever is named in the arrangements of a placement may leave the school or do something else: from a day on somebody
 * else does what was theirs. It is said ahead of that day, and who is named is read with the day, so nothing has to run then.
 */
// Procedure: S13.13, S13.15
const passedOn = z.object({
  ...aboutPlacement,
  fromId: id,
  toId: id,
  /** The first day of whoever follows. */
  from: day,
  /** Who noted it. */
  personId: id,
});

export const passingOnEvents = {
  ArrangementsPassedOn: passedOn.describe(
    'From this day on somebody else of the school does what was one person’s by the arrangements of the placement.',
  ),
};
export const passingOnCommands = { PassOnArrangements: passedOn };
export type PassingOnEvent = MessageOf<Messages<typeof passingOnEvents>>;
export type PassingOnCommand = MessageOf<Messages<typeof passingOnCommands>>;

/** Who follows whom, from which day on. */
export type PassedOn = Pick<z.output<typeof passedOn>, 'fromId' | 'toId' | 'from'>;

/** Who does what for the pupil, and who does it while they can't. */
export type Arranged = Readonly<
  Record<'welfareChecks' | 'monitoringVisits', { readonly personId: Id; readonly standInId: Id }>
>;

/** What was said of the same person and the same day before does not count any more. */
export const withPassedOn = (all: readonly PassedOn[], { fromId, toId, from }: PassedOn): readonly PassedOn[] =>
  [...all.filter((each) => each.fromId !== fromId || each.from !== from), { fromId, toId, from }].sort((a, b) =>
    a.from.localeCompare(b.from),
  );

/** Who does on a day what was arranged to be one person's: they, or whoever follows them, and whoever follows these. */
export const followedBy = (named: Id, passed: readonly PassedOn[], on: Day): Id =>
  passed.reduce((who, { fromId, toId, from }) => (from <= on && who === fromId ? toId : who), named);

/** Who is named on a day: as it was arranged, and passed on since. */
export function namedOn({ welfareChecks, monitoringVisits }: Arranged, passed: readonly PassedOn[], on: Day): Arranged {
  const now = ({ personId, standInId }: Arranged['welfareChecks']) => ({
    personId: followedBy(personId, passed, on),
    standInId: followedBy(standInId, passed, on),
  });
  return { welfareChecks: now(welfareChecks), monitoringVisits: now(monitoringVisits) };
}

/** Everybody who is named, each once. */
export const namedIn = ({ welfareChecks, monitoringVisits }: Arranged): readonly Id[] => [
  ...new Set([welfareChecks, monitoringVisits].flatMap(({ personId, standInId }) => [personId, standInId])),
];

/** Whether somebody would stand in for themselves, so that the pupil had one person where there have to be two. */
export const standsAlone = ({ welfareChecks, monitoringVisits }: Arranged): boolean =>
  [welfareChecks, monitoringVisits].some(({ personId, standInId }) => personId === standInId);

type Known = {
  readonly facts: EvidenceFacts;
  readonly passedOn: readonly PassedOn[];
  readonly hasEnded: boolean;
};

export function decidePassingOn({ data }: PassingOnCommand, { facts, passedOn, hasEnded }: Known): PassingOnEvent[] {
  const { fromId, toId, from } = data;
  if (passedOn.some((each) => each.fromId === fromId && each.from === from && each.toId === toId)) return [];
  if (hasEnded) return no('placement-ended');
  const agreed = facts['ArrangementsAgreed'];
  if (agreed?.type !== 'ArrangementsAgreed') return no('arrangements-not-agreed');
  const before = passedOn.filter((each) => each.fromId !== fromId || each.from !== from);
  if (!namedIn(namedOn(agreed.data, before, from)).includes(fromId)) return no('not-named-in-arrangements');
  if (standsAlone(namedOn(agreed.data, withPassedOn(passedOn, data), from))) return no('stands-in-for-themselves');
  return [{ type: 'ArrangementsPassedOn', data }];
}
