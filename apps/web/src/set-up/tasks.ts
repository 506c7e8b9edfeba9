import { unheldKeyRoles, type Role } from '#domain';
import type { Day } from '#event-sourcing';
import type { PlacementRow, SchoolRow } from '#read-models';
import { isNotOver } from '../people/in-charge.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo, roleWords, type Permission } from '../shell/permissions.js';
import { listInWords } from '../shell/words.js';

export type TaskFacts = {
  readonly school: SchoolRow;
  /** The reader's roles there. */
  readonly roles: readonly Role[];
  readonly hasPupil: boolean;
  /** A site of a provider with somebody who can be asked there. */
  readonly hasSite: boolean;
  readonly placements: readonly Pick<PlacementRow, 'placementId' | 'stage'>[];
  readonly today: Day;
};

/** Something that a school needs before its first placement. */
export type Task = {
  readonly text: string;
  /** What follows while it is not done; of what can't be started yet, why. */
  readonly hint: string;
  /** Empty where the reader may not open the page that it is done on, or it can't be started yet. */
  readonly href: string;
  readonly state: 'done' | 'to-do' | 'cannot-start-yet';
};

/** Whether a school does what Waymark is for: a placement has begun, and it is known when the school meets. */
export const isRunning = ({ school, placements }: Pick<TaskFacts, 'school' | 'placements'>): boolean =>
  placements.some(hasBegun) && school.sessionTimes.length > 0 && school.terms.length > 0;

/** What a school needs until it is running, in the order in which it is best done. */
export const tasksOf = (facts: TaskFacts): readonly Task[] => [
  ...ofSchool(facts),
  ...ofPeople(facts),
  ...ofCalendar(facts),
  ...ofPlacement(facts),
];

function ofSchool(facts: TaskFacts): Task[] {
  const { schoolId, urn, localAuthority, address } = facts.school;
  return [
    task(facts, 'set-up-school', {
      text: 'Complete the school’s details',
      hint: 'Its URN, its local authority and its address.',
      href: urlOf(paths.setUp.details, { schoolId }),
      done: [urn, localAuthority, address].every((each) => each !== undefined),
    }),
  ];
}

function ofPeople(facts: TaskFacts): Task[] {
  const { school, today } = facts;
  const { schoolId } = school;
  const current = school.roles.filter((each) => each.from <= today && isNotOver(each, today));
  const empty = unheldKeyRoles(school.roles, today);
  const [next] = empty;
  const nobodyIs = listInWords(
    empty.map((each) => roleWords[each]),
    'or',
  );
  return [
    task(facts, 'manage-people', {
      text: 'Add a colleague',
      hint: 'Where one person has every role, nobody is left to tell when they do not answer.',
      href: urlOf(paths.people.add, { schoolId }),
      done: new Set(current.map(({ personId }) => personId)).size > 1,
    }),
    task(facts, 'manage-people', {
      text: 'Fill the key roles',
      hint: `Nobody is ${nobodyIs}. Before that no placement can be proposed.`,
      href: next ? urlOf(paths.people.fillRole, { schoolId, role: next }) : urlOf(paths.people.list, { schoolId }),
      done: empty.length === 0,
    }),
  ];
}

function ofCalendar(facts: TaskFacts): Task[] {
  const { school, today } = facts;
  const { schoolId } = school;
  return [
    task(facts, 'set-up-school', {
      text: 'Set the session times',
      hint: 'Without them nobody is asked whether a pupil has arrived.',
      href: urlOf(paths.setUp.sessionTimes, { schoolId }),
      done: school.sessionTimes.some(({ from }) => from <= today),
    }),
    task(facts, 'set-up-school', {
      text: 'Enter the terms',
      hint: 'Without them the school never meets. Enter days off on the school’s page.',
      href: urlOf(paths.setUp.term, { schoolId }),
      done: school.terms.some(({ to }) => to >= today),
    }),
  ];
}

function ofPlacement(facts: TaskFacts): Task[] {
  const { school, hasPupil, hasSite, placements } = facts;
  const { schoolId } = school;
  const begun = placements.some(hasBegun);
  const [first] = placements.filter(({ stage }) => stage === 'proposed' || stage === 'agreed');
  const missing = [...(hasPupil ? [] : ['a pupil']), ...(hasSite ? [] : ['a provider'])];
  return [
    task(facts, 'enter-pupils', {
      text: 'Enter a pupil who is to be placed',
      hint: 'Then note their statuses and whom to ring, on the pupil’s page.',
      href: urlOf(paths.pupils.enter, { schoolId }),
      done: hasPupil,
    }),
    task(facts, 'enter-providers', {
      text: 'Enter a provider',
      hint: 'With its site, and whom to ask there whether pupils have come.',
      href: urlOf(paths.providers.enter, { schoolId }),
      done: hasSite,
    }),
    task(facts, 'propose-placements', {
      text: 'Propose a placement',
      hint:
        missing.length > 0 ? `First enter ${listInWords(missing)}.` : 'Who goes where, on which days, and what for.',
      href: urlOf(paths.placements.choosePupil, { schoolId }),
      done: placements.length > 0,
      waits: missing.length > 0,
    }),
    task(facts, 'start-and-end-placements', {
      text: 'Start the placement',
      hint: first
        ? 'Its page says what it needs before: checks, who has to be asked, and the agreement.'
        : 'First propose a placement.',
      href: first ? urlOf(paths.placements.show, { schoolId, placementId: first.placementId }) : '',
      done: begun,
      waits: !first,
    }),
  ];
}

const hasBegun = ({ stage }: TaskFacts['placements'][number]): boolean => stage === 'started' || stage === 'ended';

type Asked = Omit<Task, 'state'> & { readonly done: boolean; readonly waits?: boolean };

function task({ roles }: TaskFacts, needs: Permission, { done, waits = false, text, hint, href }: Asked): Task {
  const state = done ? 'done' : waits ? 'cannot-start-yet' : 'to-do';
  return { text, hint: done ? '' : hint, href: state !== 'cannot-start-yet' && mayDo(roles, needs) ? href : '', state };
}

const stateWords: Readonly<Record<Task['state'], object>> = {
  done: { text: 'Done' },
  'to-do': { tag: { text: 'To do', classes: 'govuk-tag--blue' } },
  'cannot-start-yet': { text: 'Cannot start yet', classes: 'govuk-task-list__status--cannot-start-yet' },
};

/** What is to be done next, as a page shows it; null once everything is done or the school is running. */
export function tasksShown(facts: TaskFacts) {
  const tasks = tasksOf(facts);
  const done = tasks.filter(({ state }) => state === 'done').length;
  if (done === tasks.length || isRunning(facts)) return null;
  return {
    done: `${done} of ${tasks.length} done.`,
    items: tasks.map(({ text, hint, href, state }) => ({
      title: { text },
      ...(hint === '' ? {} : { hint: { text: hint } }),
      ...(href === '' ? {} : { href }),
      status: stateWords[state],
    })),
    importing: mayDo(facts.roles, 'import-data') ? urlOf(paths.import.files, { schoolId: facts.school.schoolId }) : '',
  };
}
