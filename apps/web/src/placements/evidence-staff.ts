import type { Role } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import type { EvidenceAbout } from './evidence-form.js';

/** Those who held, covered or deputised for a role of these on a day. */
export const hadRole = ({ roles }: SchoolRow, asked: readonly Role[], on: Day): ReadonlySet<Id> =>
  new Set(
    roles
      .filter(({ role, from, until }) => asked.includes(role) && from <= on && (until === undefined || on <= until))
      .map(({ personId }) => personId),
  );

/** Those who ever had a role at a school: who may have been at a meeting, and who may be named for a pupil. */
export const staffOf = ({ roles }: SchoolRow): Id[] => [...new Set(roles.map(({ personId }) => personId))];

/** Those who ever had a role of these, to choose from, after nobody. */
export function staffOptions({ school, staff }: EvidenceAbout, asked: readonly Role[]) {
  const ever = new Set(school.roles.filter(({ role }) => asked.includes(role)).map(({ personId }) => personId));
  const options = staff
    .filter(({ personId }) => ever.has(personId))
    .map(({ personId, name }) => ({ value: personId, text: orElse(name, 'Name erased') }));
  return [{ value: '', text: 'Nobody' }, ...options.sort((a, b) => a.text.localeCompare(b.text))];
}
