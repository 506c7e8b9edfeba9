import { orElse, type Day, type Id } from '#event-sourcing';
import type { PersonRow, PupilRow } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { capital, count, listInWords, shortDay } from '../shell/words.js';
import type { Vacancy, Part } from './vacancies.js';
import type { SchoolVacancies } from './gather-vacancies.js';

export type VacancyNames = {
  readonly people: ReadonlyMap<Id, PersonRow>;
  readonly pupils: ReadonlyMap<Id, PupilRow>;
};

const partWords: Readonly<Record<Part, string>> = {
  welfareChecks: 'safe and well checks',
  welfareStandIn: 'standing in for the safe and well checks',
  monitoringVisits: 'monitoring visits',
  visitsStandIn: 'standing in for the visits',
};

export const nameIn = (people: ReadonlyMap<Id, PersonRow>, personId: Id): string => {
  const person = people.get(personId);
  return person ? orElse(person.name, 'Name erased') : 'Somebody';
};

/** What it is that nobody follows in: "Attendance lead. Deputy or cover: Helen Strand". */
export function vacancyWords(vacancy: Vacancy, { people, pupils }: VacancyNames): string {
  switch (vacancy.kind) {
    case 'role': {
      const standIns = vacancy.standInIds.map((each) => nameIn(people, each));
      const then = standIns.length === 0 ? 'no deputy and no cover' : `deputy or cover: ${listInWords(standIns)}`;
      return `${capital(roleWords[vacancy.role])} (${then})`;
    }
    case 'placement': {
      const pupil = fullName(pupils.get(vacancy.named.subjectId));
      return `${pupil}: ${listInWords(vacancy.parts.map((each) => partWords[each]))}`;
    }
    case 'action':
      return `Action due by ${shortDay(vacancy.action.dueOn)}: ${orElse(vacancy.action.what, 'what is to be done is erased')}`;
    case 'search':
      return `Looking for ${fullName(pupils.get(vacancy.session.subjectId))}, since ${shortDay(vacancy.session.on)}`;
    case 'procedure':
      return 'The trust’s procedure, whose owner an operator names';
  }
}

/** "From 19 Dec 2026", or since when it is so today. */
export const vacancyDay = ({ from }: Vacancy, today: Day): string => (from <= today ? 'Now' : `From ${shortDay(from)}`);

const kindWords: readonly (readonly [Vacancy['kind'], string, string])[] = [
  ['role', 'key role', 'key roles'],
  ['placement', 'placement', 'placements'],
  ['action', 'action', 'actions'],
  ['search', 'search', 'searches'],
];

/** The vacancies of one person in a line: "2 key roles and 3 placements", each counted. */
export function vacanciesInWords(vacancies: readonly Vacancy[]): string {
  const counted = kindWords.flatMap(([kind, one, more]) => {
    const many = vacancies.filter((each) => each.kind === kind).length;
    return many === 0 ? [] : [count(many, one, more)];
  });
  const owns = vacancies.some(({ kind }) => kind === 'procedure') ? ['the trust’s procedure'] : [];
  return listInWords([...counted, ...owns]);
}

/** What nobody follows in, a card for each who leaves: whose vacancy comes first stands first. */
// Procedure: S2.4, S13.13, S13.15
export function vacancyCards(found: SchoolVacancies, mayName: boolean) {
  const { schoolId, vacancies, today, people } = found;
  const firstOf = (theirs: readonly Vacancy[]): Day =>
    theirs.reduce((first, { from }) => (from < first ? from : first), '9');
  return [...grouped(vacancies, ({ personId }) => personId)]
    .sort(([, a], [, b]) => firstOf(a).localeCompare(firstOf(b)))
    .map(([personId, theirs]) => ({
      id: `vacancy-${personId}`,
      isNow: firstOf(theirs) <= today,
      title: `Nobody follows ${nameIn(people, personId)} in ${vacanciesInWords(theirs)}`,
      lines: theirs.map((vacancy) => ({ day: vacancyDay(vacancy, today), text: vacancyWords(vacancy, found) })),
      because: whyOpen(people.get(personId), schoolId),
      name: mayName ? urlOf(paths.people.successors, { schoolId, personId }) : null,
    }));
}

/** Why a school leaves it so for now, where somebody said it. */
export function whyOpen(person: PersonRow | undefined, schoolId: Id): string {
  const { leftOpen } = person ?? {};
  if (leftOpen === undefined) return '';
  const said = orElse(leftOpen, null);
  return said === null ? 'The reason is erased.' : (said.find((each) => each.schoolId === schoolId)?.because ?? '');
}
