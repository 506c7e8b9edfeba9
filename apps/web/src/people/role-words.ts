import type { Standing } from '#domain';
import type { Day } from '#event-sourcing';
import { roleWords } from '../shell/permissions.js';
import { capital, shortDay } from '../shell/words.js';
import type { GivenRole } from './gather.js';

export const standingWords: Readonly<Record<Standing, string>> = { holder: 'holder', deputy: 'deputy', cover: 'cover' };

/** A role as it is held: "Attendance lead", "Headteacher, deputy". */
export const heldRole = ({ role, standing }: Pick<GivenRole, 'role' | 'standing'>): string =>
  `${capital(roleWords[role])}${standing === 'holder' ? '' : `, ${standingWords[standing]}`}`;

/** From when until when, as far as that is not plain today. */
export function daysHeld({ from, until }: Pick<GivenRole, 'from' | 'until'>, today: Day): string {
  const parts = [
    ...(from > today ? [`from ${shortDay(from)}`] : [`since ${shortDay(from)}`]),
    ...(until === undefined ? [] : [`until ${shortDay(until)}`]),
  ];
  return parts.join(', ');
}

/** Who else holds the role, as its holder, on a day. */
export const hasOtherHolder = (roles: readonly GivenRole[], held: GivenRole, on: Day): boolean =>
  roles.some(
    (each) =>
      each.role === held.role &&
      each.standing === 'holder' &&
      each.personId !== held.personId &&
      each.from <= on &&
      (each.until === undefined || each.until >= on),
  );
