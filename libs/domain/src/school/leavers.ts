import type { Day, Id } from '#event-sourcing';
import type { Role, Standing } from '../vocabulary.js';
import { keyRoles } from './key-roles.js';

/**
 * Whoever leaves can't be kept, so that somebody has left is always recorded. What nobody follows them in is worked out from
 * the days of roles and people each time it is asked, also of days to come: nothing has to run on the day itself.
 */
export type HeldRole = {
  readonly role: Role;
  readonly personId: Id;
  readonly standing: Standing;
  readonly from: Day;
  /** The last day, as far as one is known. */
  readonly until?: Day | undefined;
};
/** The last day of whoever leaves the trust, by the person. */
export type LastDays = ReadonlyMap<Id, Day>;

/** A key role that nobody holds from a day on, who held it last, and who stands in then. */
export type VacantRole = {
  readonly role: Role;
  readonly from: Day;
  readonly lastHolderIds: readonly Id[];
  readonly standInIds: readonly Id[];
};

/** The last day of a holding: that of the role, or of the person who leaves before. */
const lastDayIn = ({ personId, until }: HeldRole, leaving: LastDays): Day | undefined => {
  const leaves = leaving.get(personId);
  return until === undefined || (leaves !== undefined && leaves < until) ? leaves : until;
};

const isHeldOn = (held: HeldRole, on: Day, leaving: LastDays): boolean => {
  const last = lastDayIn(held, leaving);
  return held.from <= on && (last === undefined || on <= last);
};

/**
 * The last day of somebody at a school: that on which the last of their roles ends, or their own. Null where no end is
 * known, and for whoever never had a role there.
 */
export function lastDayAt(personId: Id, roles: readonly HeldRole[], leaving: LastDays): Day | null {
  const ends = roles.filter((each) => each.personId === personId).map((each) => lastDayIn(each, leaving));
  const last = ends.reduce<Day | undefined>(
    (latest, end) => (end !== undefined && end > (latest ?? '') ? end : latest),
    undefined,
  );
  return ends.includes(undefined) ? null : (last ?? null);
}

/**
 * The key roles that have no holder on a day, or lose their last one after it, in their order: each with the first day on
 * which nobody holds it. A deputy or whoever covers stands in and is no holder.
 */
// Procedure: S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
export function vacantKeyRoles(
  roles: readonly HeldRole[],
  leaving: LastDays,
  on: Day,
  dayAfter: (day: Day) => Day,
): VacantRole[] {
  return keyRoles.flatMap((role): VacantRole[] => {
    const held = roles.filter((each) => each.role === role);
    const holders = held.filter(({ standing }) => standing === 'holder');
    const ends = holders.flatMap((each) => lastDayIn(each, leaving) ?? []).map(dayAfter);
    const days = [on, ...ends.filter((end) => end > on)].sort();
    const from = days.find((each) => !holders.some((holder) => isHeldOn(holder, each, leaving)));
    if (from === undefined) return [];
    const until = holders.flatMap((each) => lastDayIn(each, leaving) ?? []).filter((end) => end < from);
    const latest = until.sort().at(-1);
    return [
      {
        role,
        from,
        lastHolderIds: idsOf(holders.filter((each) => latest !== undefined && lastDayIn(each, leaving) === latest)),
        standInIds: idsOf(held.filter((each) => each.standing !== 'holder' && isHeldOn(each, from, leaving))),
      },
    ];
  });
}

const idsOf = (held: readonly HeldRole[]): Id[] => [...new Set(held.map(({ personId }) => personId))];
