import { orElse, type Day, type Id } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import type { Notice } from '../shell/saved.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import { isNotOver } from './in-charge.js';
import { daysHeld, heldRole } from './role-words.js';

export type PeopleFacts = {
  readonly school: SchoolRow;
  readonly people: readonly PersonRow[];
  readonly withAccount: ReadonlySet<Id>;
  readonly today: Day;
};

/** The people of a school, those with a role today first. */
export function peoplePage({ school, people, withAccount, today }: PeopleFacts, saved: Notice | null = null) {
  const { schoolId } = school;
  const rows = people
    .map((person) => {
      const { personId, leftOn } = person;
      const roles = school.roles.filter((each) => each.personId === personId && isNotOver(each, today));
      const gone = leftOn !== undefined && leftOn < today;
      return {
        order: gone ? 2 : roles.length === 0 ? 1 : 0,
        name: orElse(person.name, 'Name erased'),
        href: urlOf(paths.people.show, { schoolId, personId }),
        roles: gone ? [] : roles.map((each) => ({ text: heldRole(each), days: daysHeld(each, today) })),
        state: stateOf(person, today, withAccount),
      };
    })
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  return {
    title: 'People',
    saved,
    summary: `${count(rows.filter(({ order }) => order === 0).length, 'person', 'people')} with a role at ${school.name}.`,
    rows,
    add: urlOf(paths.people.add, { schoolId }),
  };
}

function stateOf({ personId, leftOn, away }: PersonRow, today: Day, withAccount: ReadonlySet<Id>) {
  if (leftOn !== undefined && leftOn < today) return { text: `Left on ${shortDay(leftOn)}`, colour: 'grey' };
  if (leftOn !== undefined) return { text: `Leaves on ${shortDay(leftOn)}`, colour: 'orange' };
  const absence = away.find(({ from, to }) => from <= today && today <= to);
  if (absence) return { text: `Away until ${shortDay(absence.to)}`, colour: 'yellow' };
  if (!withAccount.has(personId)) return { text: 'No password yet', colour: 'blue' };
  return null;
}
