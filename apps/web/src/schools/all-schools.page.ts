import { orElse, type Day } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import { isNotOver } from '../people/in-charge.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import type { Notice } from '../shell/saved.js';
import { count } from '../shell/words.js';

export type AllSchoolsFacts = {
  readonly schools: readonly SchoolRow[];
  /** Those who may add people at one of them. */
  readonly managers: readonly PersonRow[];
  /** Who of them has a password: they have come in. */
  readonly cameIn: ReadonlySet<string>;
  readonly mailLeaves: boolean;
  readonly today: Day;
};

/** The schools of the installation, for whoever looks after it: which there are, and where nobody has come in yet. */
export function allSchoolsPage(
  { schools, managers, cameIn, mailLeaves, today }: AllSchoolsFacts,
  saved: Notice | null,
) {
  return {
    title: 'All schools',
    saved,
    back: { href: paths.operators.list, text: 'Operators' },
    newSchool: paths.newSchool,
    schools: schools.map((school) => {
      const { schoolId, name, urn, roles } = school;
      const people = new Set(roles.filter((each) => isNotOver(each, today)).map(({ personId }) => personId)).size;
      const theirs = managersOf(school, today);
      const waiting = theirs.some((personId) => cameIn.has(personId))
        ? []
        : managers.filter(({ personId }) => theirs.includes(personId));
      return {
        name,
        about: [urn === undefined ? 'No URN entered' : `URN ${urn}`, count(people, 'person', 'people')].join(', '),
        nobody: theirs.length === 0 ? 'Nobody there may add people. Give somebody a role with: waymark user add' : '',
        waiting: waiting.map((each) => ({
          text: `${mailLeaves ? 'Send' : 'Make'} a sign-in link for ${orElse(each.name, 'the first person')}`,
          action: urlOf(paths.allSchools.link, { schoolId, personId: each.personId }),
        })),
      };
    }),
  };
}

/** Who may add people at a school today. */
export const managersOf = ({ roles }: SchoolRow, today: Day): readonly string[] => [
  ...new Set(
    roles
      .filter((each) => each.from <= today && isNotOver(each, today) && mayDo([each.role], 'manage-people'))
      .map(({ personId }) => personId),
  ),
];
