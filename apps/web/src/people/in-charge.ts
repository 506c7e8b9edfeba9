import type { Day, Id } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import type { SignedIn } from '../shell/context.js';
import { mayDo } from '../shell/permissions.js';

type Given = SchoolRow['roles'][number];

/** A role that somebody has on a day, or is to have later. */
export const isNotOver = ({ until }: Pick<Given, 'until'>, on: Day): boolean => until === undefined || until >= on;

/**
 * Whether a reader may change how a person comes in: their address, their links, their sessions. Whoever can sign in as
 * somebody can do all that they can do, so a person is looked after by those alone who could do as much: not by one
 * school where they have roles at another, and an operator only by an operator.
 */
export function mayChangeSignIn(
  reader: Pick<SignedIn, 'personId' | 'operator' | 'schools'>,
  person: Pick<PersonRow, 'personId' | 'operator'>,
  schools: readonly SchoolRow[],
  on: Day,
): boolean {
  if (person.operator && !reader.operator) return false;
  if (reader.operator) return true;
  return schools
    .filter(({ roles }) => roles.some((each) => each.personId === person.personId && isNotOver(each, on)))
    .every(({ schoolId }) => managesAt(reader, schoolId));
}

const managesAt = ({ schools }: Pick<SignedIn, 'schools'>, schoolId: Id): boolean =>
  schools.some(({ school, roles }) => school.schoolId === schoolId && mayDo(roles, 'manage-people'));
