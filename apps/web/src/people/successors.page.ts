import { orElse, type Id } from '#event-sourcing';
import type { PersonRow } from '#read-models';
import { Fields, type Choice, type FormField } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { vacancyDay, vacancyWords, nameIn } from './vacancy-words.js';
import type { Vacancy } from './vacancies.js';
import type { PersonVacancies } from './gather-vacancies.js';
import type { PersonHere } from './gather.js';
import type { Succession } from './successors.js';

const choices = (followers: readonly PersonRow[], none: string): Choice[] => [
  { value: '', text: none },
  ...followers
    .map(({ personId, name }) => ({ value: personId, text: orElse(name, 'Name erased') }))
    .sort((a, b) => a.text.localeCompare(b.text)),
];

/** What somebody at the school can be named for: who owns the procedure is for an operator to say. */
export const canBeNamed = ({ kind }: Vacancy): boolean => kind !== 'procedure';

/** Asks for one person for everything, and for one for each thing. */
export function successionFields(fields: Fields, found: PersonVacancies): FormField[] {
  const { followers, today } = found;
  const asked = found.vacancies.filter(canBeNamed);
  if (asked.length === 0) return [];
  const everything = {
    name: 'everything',
    label: 'Who follows in everything?',
    hint: 'Or name one for each thing below. Somebody who is not in the list has to be added first, under People',
  };
  return [
    fields.select(everything, choices(followers, 'Nobody for all of it')),
    ...asked.map((vacancy) =>
      fields.select(
        { name: vacancy.key, label: `${vacancyWords(vacancy, found)}. ${vacancyDay(vacancy, today)}` },
        choices(followers, 'As chosen for everything'),
      ),
    ),
  ];
}

/** Names who follows somebody: one person for all of it, or one for each thing. */
export function successorsPage(
  { school: { schoolId }, person: { personId } }: Pick<PersonHere, 'school' | 'person'>,
  found: PersonVacancies,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const fields = new Fields(body, errors);
  const { vacancies, people } = found;
  const asked = vacancies.filter(canBeNamed);
  const elsewhere = vacancies.filter((each) => !canBeNamed(each)).map((each) => `${vacancyWords(each, found)}.`);
  return {
    title: 'Who follows them?',
    caption: nameIn(people, personId),
    errors,
    back: { href: urlOf(paths.people.show, { schoolId, personId }), text: 'Back to the person' },
    action: urlOf(paths.people.successors, { schoolId, personId }),
    lead: [
      ...(asked.length === 0
        ? ['Somebody follows them in everything that they hold at this school, or no last day is entered.']
        : [
            'Each of these has nobody from the day that is said. Whoever you name does it from that day on; until then nothing changes.',
          ]),
      ...elsewhere,
    ],
    fields: successionFields(fields, found),
    submit: 'Name who follows',
  };
}

/** What was chosen, as far as it is somebody who may follow. */
export function chosen(body: unknown, { vacancies, followers }: PersonVacancies): readonly Succession[] {
  const may = new Set<string>(followers.map(({ personId }) => personId));
  const known = (sent: string): Id | null => (may.has(sent) ? sent : null);
  const forAll = known(field(body, 'everything'));
  return vacancies.filter(canBeNamed).flatMap((vacancy): Succession[] => {
    const toId = known(field(body, vacancy.key)) ?? forAll;
    return toId === null ? [] : [{ vacancy, toId }];
  });
}
