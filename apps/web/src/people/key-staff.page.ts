import { keyRoles, type Standing } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { PersonRow, SchoolRow, TrustRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { capital, dayInWords, shortDay } from '../shell/words.js';
import { vacancyCards } from './vacancy-words.js';
import type { SchoolVacancies } from './gather-vacancies.js';
import type { GivenRole } from './gather.js';
import { daysHeld } from './role-words.js';

export type KeyStaffFacts = {
  readonly school: SchoolRow;
  readonly people: ReadonlyMap<Id, PersonRow>;
  /** The day as at which the page is. */
  readonly on: Day;
  readonly today: Day;
  readonly mayFill: boolean;
  readonly trust: TrustRow | null;
  /** What nobody follows a leaver in, for the page of today. */
  readonly vacancies: SchoolVacancies | null;
};

/** Who answers for what at a school on a day: each key role with its holders, deputies and cover. It can be printed. */
// Procedure: S2.1, S2.2, S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
export function keyStaffPage({ school, people, on, today, mayFill, trust, vacancies }: KeyStaffFacts) {
  const { schoolId } = school;
  const held = school.roles.filter((each) => isHeld(each, people.get(each.personId), on));
  const linesOf = (role: GivenRole['role'], standing: Standing) =>
    held
      .filter((each) => each.role === role && each.standing === standing)
      .map((each) => ({ name: nameOf(people.get(each.personId)), note: noteOf(each, people.get(each.personId), on) }));
  return {
    title: 'Key staff',
    // Procedure: S1.1
    caption: trust?.name === undefined ? school.name : `${trust.name}: ${school.name}`,
    owner: ownerWords(trust, people, on),
    asAt: on === today ? `Today, ${dayInWords(on)}` : dayInWords(on),
    telephone: school.telephone,
    roles: keyRoles.map((role) => ({
      role: capital(roleWords[role]),
      holders: linesOf(role, 'holder'),
      others: [
        ...linesOf(role, 'deputy').map((each) => ({ ...each, standing: 'Deputy' })),
        ...linesOf(role, 'cover').map((each) => ({ ...each, standing: 'Cover' })),
      ],
      fill: mayFill && on === today ? urlOf(paths.people.fillRole, { schoolId, role }) : null,
    })),
    vacancies: vacancies === null ? [] : vacancyCards(vacancies, mayFill),
    several: severalRoles(held, people),
    form: { action: urlOf(paths.keyStaff, { schoolId }), value: on },
  };
}

/** Who owned the trust's procedure on a day. */
// Procedure: S1.4
function ownerWords(trust: TrustRow | null, people: ReadonlyMap<Id, PersonRow>, on: Day): string {
  const owner = trust?.owners.findLast(({ from }) => from <= on);
  return owner ? `The procedure is owned by ${nameOf(people.get(owner.personId))}, since ${shortDay(owner.from)}.` : '';
}

/** Whether somebody has a role on a day: it has begun, is not over, and they have not left. */
const isHeld = ({ from, until }: GivenRole, person: PersonRow | undefined, on: Day): boolean =>
  from <= on && (until === undefined || until >= on) && (person?.leftOn === undefined || person.leftOn >= on);

/**
 * Who holds several of the key roles. That is allowed: a rung of a ladder is another person all the same, so it is good to
 * know that there are fewer people than roles.
 */
function severalRoles(held: readonly GivenRole[], people: ReadonlyMap<Id, PersonRow>) {
  const key = held.filter(({ role, standing }) => standing === 'holder' && keyRoles.includes(role));
  return [...new Set(key.map(({ personId }) => personId))]
    .map((personId) => ({ person: people.get(personId), roles: key.filter((each) => each.personId === personId) }))
    .filter(({ roles }) => roles.length > 1)
    .map(({ person, roles }) => ({
      name: nameOf(person),
      roles: roles.map(({ role }) => roleWords[role]).join(', '),
    }));
}

const nameOf = (person: PersonRow | undefined): string => (person ? orElse(person.name, 'Name erased') : 'Name erased');

function noteOf(given: GivenRole, person: PersonRow | undefined, on: Day): string {
  const absence = person?.away.find(({ from, to }) => from <= on && on <= to);
  return [daysHeld(given, on), ...(absence ? [`away until ${shortDay(absence.to)}`] : [])].join('; ');
}
