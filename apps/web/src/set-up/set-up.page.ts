import { role, type Role } from '#domain';
import { orElse, type Day } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import { daysHeld, standingWords } from '../people/role-words.js';
import { isNotOver } from '../people/in-charge.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import type { Notice } from '../shell/saved.js';
import { capital, count, dayInWords, shortDay, timeInWords } from '../shell/words.js';
import { dayOffWords } from './calendar-words.js';
import type { tasksShown } from './tasks.js';

export type SetUpFacts = {
  readonly school: SchoolRow;
  readonly people: readonly PersonRow[];
  /** Whether the reader may open the pages of people. */
  readonly managesPeople: boolean;
  readonly today: Day;
  /** What it needs until it is running. */
  readonly tasks: ReturnType<typeof tasksShown>;
};

export function setUpPage(facts: SetUpFacts, saved: Notice | null = null) {
  const { school, today, tasks } = facts;
  const { schoolId } = school;
  const roles = role.options.map((each) => roleRow(each, facts));
  const unfilled = roles.filter(({ tag }) => tag !== null).length;
  return {
    title: school.name,
    saved,
    tasks,
    // What is still to be done says the rest.
    missing: [...(tasks ? [] : missing(school, today)), ...overlapping(school)],
    details: detailsOf(school),
    changeDetails: urlOf(paths.setUp.details, { schoolId }),
    concernWords: {
      text:
        school.keepsWords === true ? 'They are kept here.' : 'Only that there was one is kept here, and where it went.',
      change: urlOf(paths.setUp.concernWords, { schoolId }),
    },
    unfilled: unfilled === 0 ? 'Every role is filled.' : `${count(unfilled, 'role has', 'roles have')} no holder.`,
    roles,
    sessionTimes: school.sessionTimes.map(({ from, am, pm }) => ({
      from: shortDay(from),
      am: `${timeInWords(am.start)} to ${timeInWords(am.end)}`,
      pm: `${timeInWords(pm.start)} to ${timeInWords(pm.end)}`,
    })),
    year: urlOf(paths.setUp.year, { schoolId }),
    setSessionTimes: urlOf(paths.setUp.sessionTimes, { schoolId }),
    terms: school.terms.map(({ name, from, to }) => ({
      name,
      days: `${shortDay(from)} to ${shortDay(to)}`,
      change: urlOf(paths.setUp.term, { schoolId }, { from }),
      drop: urlOf(paths.setUp.dropTerm, { schoolId, from }),
    })),
    addTerm: urlOf(paths.setUp.term, { schoolId }),
    daysOff: school.daysOff.map(({ on, kind }) => ({
      on: dayInWords(on),
      kind: dayOffWords[kind],
      lift: urlOf(paths.setUp.liftDayOff, { schoolId, on }),
    })),
    addDayOff: urlOf(paths.setUp.dayOff, { schoolId }),
  };
}

/** What keeps Waymark from its work at this school; each sentence says what to do. */
function missing({ sessionTimes, terms }: SchoolRow, today: Day): readonly string[] {
  return [
    ...(sessionTimes.some(({ from }) => from <= today)
      ? []
      : ['No session times hold today. Nobody is asked about sessions without them: set them below.']),
    ...(terms.some(({ to }) => to >= today)
      ? []
      : ['No term is entered for today or later. Without one the school never meets: add it below.']),
  ];
}

const overlapping = ({ terms }: SchoolRow): readonly string[] =>
  terms.flatMap((term, index) =>
    terms
      .slice(index + 1)
      .filter(({ from, to }) => from <= term.to && term.from <= to)
      .map(({ name }) => `${term.name} and ${name} share days. Move one of them.`),
  );

function detailsOf({ telephone, attendanceMailbox, urn, localAuthority, address }: SchoolRow) {
  return [
    { name: 'Telephone', value: telephone },
    { name: 'Mailbox for attendance', value: attendanceMailbox },
    { name: 'URN', value: urn ?? 'Not entered' },
    { name: 'Local authority', value: localAuthority ?? 'Not entered' },
    { name: 'Address', value: address ?? 'Not entered' },
  ];
}

function roleRow(each: Role, { school, people, managesPeople, today }: SetUpFacts) {
  const { schoolId } = school;
  const nameOf = new Map(people.map(({ personId, name }) => [personId, orElse(name, 'Name erased')]));
  const given = school.roles.filter((held) => held.role === each && isNotOver(held, today));
  const current = given.filter(({ from }) => from <= today);
  const held = current.some(({ standing }) => standing === 'holder');
  return {
    text: capital(roleWords[each]),
    people: given.map((held) => ({
      name: nameOf.get(held.personId) ?? 'Somebody',
      href: managesPeople ? urlOf(paths.people.show, { schoolId, personId: held.personId }) : '',
      standing: standingWords[held.standing],
      days: daysHeld(held, today),
    })),
    tag: held ? null : current.length > 0 ? 'No holder' : 'Nobody',
    means: held ? '' : meaning(each, current.length > 0),
    fill: managesPeople && !held ? urlOf(paths.people.fillRole, { schoolId, role: each }) : '',
  };
}

/** What follows when a ladder comes to a role without a holder: see `peopleFor`. */
function meaning(each: Role, stoodIn: boolean): string {
  if (stoodIn) return 'Whoever covers or deputises is told instead.';
  return each === 'headteacher'
    ? 'Where another role is empty too, nobody is told.'
    : 'The headteacher is told instead of this role.';
}
