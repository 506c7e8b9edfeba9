import type { AssuranceGiven } from '#domain';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import type { Assurance, AssuranceItem } from '#procedure';
import type { AdultRow, AssuranceFound, SchoolRow } from '#read-models';
import { emailAddress } from '../providers/details.page.js';
import { adultName } from '../providers/provider-words.js';
import { dayIfSent, dayParts, Fields, type FormField } from '../shell/fields.js';
import { notTaken } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';

/** The questions of written assurance as a form: the same behind the link of a letter and for what came on paper. */

export type Asked = {
  readonly school: Pick<SchoolRow, 'name' | 'telephone'>;
  readonly asked: Assurance;
  readonly found: AssuranceFound;
  /** Who is at the site now. */
  readonly adults: readonly AdultRow[];
  readonly today: Day;
};

export type Section = {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly fields: readonly FormField[];
};

/** What was answered, and who else is to be entered as working at the site. */
export type Answered = {
  readonly adultIds: readonly Id[];
  readonly othersIds: readonly Id[];
  readonly adults: readonly { readonly adultId: Id; readonly answers: AssuranceGiven[] }[];
  readonly answers: AssuranceGiven[];
  readonly words: Readonly<Record<string, string>>;
  readonly answeredBy: string;
  readonly position: string;
  readonly newcomer: { readonly name: string; readonly email: string } | null;
};

const ofAdult = (item: string, adultId: Id): string => `${item}-of-${adultId}`;
const ofProvider = (item: string): string => `${item}-of-provider`;
const worksWith = (adultId: Id): string => `pupils-of-${adultId}`;
const wordsOn = (name: string): string => `${name}-words`;
const dayOn = (name: string): string => `${name}-on`;

const answerTexts = { yes: 'Yes', no: 'No', 'not-relevant': 'Not relevant' } as const;
const choicesOf = ({ notRelevant }: AssuranceItem) =>
  (['yes', 'no', ...(notRelevant ? ['not-relevant' as const] : [])] as const).map((value) => ({
    value,
    text: answerTexts[value],
  }));

// Procedure: S15.1, S15.7, S23.6, S23.7, S23.8, S23.9, S23.10, S23.11, S23.12, S23.13
export function sectionsOf(asking: Asked, body: unknown, errors: FormErrors | null): readonly Section[] {
  const { school, asked, found, adults } = asking;
  const { assurance } = found;
  const fields = new Fields(body, errors);
  const said = new Map(found.adults.map(({ adultId, answers }) => [adultId, answers === erased ? [] : answers]));
  const words = orElse(assurance.words ?? {}, {});
  const begins = (adultId: Id) =>
    assurance.adultIds.includes(adultId) ? 'yes' : assurance.othersIds.includes(adultId) ? 'no' : '';
  return [
    ...adults.map((adult): Section => {
      const { adultId } = adult;
      const works = { name: worksWith(adultId), label: `Works with pupils of ${school.name}`, inline: true };
      return {
        id: `adult-${adultId}`,
        title: adultName(adult),
        lead: 'If they do not, leave the rest.',
        fields: [
          fields.choice(works, [choice('yes'), choice('no')], begins(adultId)),
          ...asked.eachAdult.flatMap((item) =>
            itemFields(fields, item, ofAdult(item.id, adultId), said.get(adultId) ?? [], {}),
          ),
        ],
      };
    }),
    {
      id: 'somebody-else',
      title: 'Does anybody else work with the pupils?',
      lead: 'Enter them here and save: what is asked of them comes then. The school keeps their name and address.',
      fields: [
        fields.text({ name: 'newName', label: 'Name' }),
        fields.text({ name: 'newEmail', label: 'Work email address' }),
      ],
    },
    {
      id: 'provider',
      title: 'What you have in place',
      lead: '',
      fields: asked.provider.flatMap((item) => itemFields(fields, item, ofProvider(item.id), assurance.answers, words)),
    },
  ];
}

const choice = (value: keyof typeof answerTexts) => ({ value, text: answerTexts[value] });

/** Who answers for the provider. */
export function signatureFields({ found }: Asked, answeredBy: string, body: unknown, errors: FormErrors | null) {
  const fields = new Fields(body, errors);
  const { assurance } = found;
  return [
    fields.text(
      { name: 'answeredBy', label: 'Name of the person who answers' },
      orElse(assurance.answeredBy ?? answeredBy, ''),
    ),
    fields.text({ name: 'position', label: 'Their position' }, orElse(assurance.position ?? '', '')),
  ];
}

function itemFields(
  fields: Fields,
  item: AssuranceItem,
  name: string,
  said: readonly AssuranceGiven[],
  words: Readonly<Record<string, string>>,
): FormField[] {
  const known = said.find((each) => each.item === item.id);
  return [
    fields.choice({ name, label: item.label, inline: true }, choicesOf(item), known?.answer),
    ...(item.withDay ? [fields.day({ name: dayOn(name), label: 'If yes, since when, or when last?' }, known?.on)] : []),
    ...(item.withWords === undefined
      ? []
      : [fields.text({ name: wordsOn(name), label: item.withWords, hint: 'If yes' }, words[item.id])]),
  ];
}

type Wrong = Record<string, { readonly text: string }>;

/**
 * What was sent. A question may stay open, to be answered later; of everybody at the site it has to be said whether they
 * work with the pupils, so that nobody is overlooked.
 *
 * @throws {NotTaken} with what is wrong, all of it at once.
 */
export function readAnswers({ asked, adults, today }: Asked, body: unknown): Answered {
  const wrong: Wrong = {};
  const items = (list: readonly AssuranceItem[], nameOf: (item: string) => string): AssuranceGiven[] =>
    list.flatMap((item) => readItem(item, nameOf(item.id), body, today, wrong));
  const works = new Map(adults.map(({ adultId }) => [adultId, field(body, worksWith(adultId))]));
  for (const adult of adults) {
    if (!['yes', 'no'].includes(works.get(adult.adultId) ?? ''))
      wrong[worksWith(adult.adultId)] = { text: `Choose whether ${adultName(adult)} works with the pupils` };
  }
  const those = (answer: string) => adults.map(({ adultId }) => adultId).filter((each) => works.get(each) === answer);
  const ofAdults = those('yes').map((adultId) => ({
    adultId,
    answers: items(asked.eachAdult, (item) => ofAdult(item, adultId)),
  }));
  const newcomer = readNewcomer(adults, body, wrong);
  const answers = items(asked.provider, ofProvider);
  const words = asked.provider.flatMap(({ id, withWords }): [string, string][] => {
    const name = wordsOn(ofProvider(id));
    const text = field(body, name);
    if (withWords === undefined || text === '' || answers.every((each) => each.item !== id || each.answer !== 'yes'))
      return [];
    if (text.length > 160) wrong[name] = { text: 'Use 160 characters or fewer' };
    return [[id, text]];
  });
  const [answeredBy, position] = [
    signed(body, 'answeredBy', 'Enter the name of the person who answers', wrong),
    signed(body, 'position', 'Enter their position', wrong),
  ];
  if (Object.keys(wrong).length > 0) notTaken(wrong);
  return {
    adultIds: those('yes'),
    othersIds: those('no'),
    adults: ofAdults,
    answers,
    words: Object.fromEntries(words),
    answeredBy,
    position,
    newcomer,
  };
}

function readItem(item: AssuranceItem, name: string, body: unknown, today: Day, wrong: Wrong): AssuranceGiven[] {
  const sent = field(body, name);
  const answer = choicesOf(item).find(({ value }) => value === sent)?.value;
  if (answer === undefined) return [];
  if (answer !== 'yes' || !item.withDay) return [{ item: item.id, answer }];
  const on = dayIfSent.safeParse(dayParts(body, dayOn(name)));
  const problem = !on.success
    ? 'Enter a real day, such as 23 11 2026'
    : on.data === undefined
      ? 'Enter the day that belongs to your yes'
      : on.data > today
        ? 'Enter today or an earlier day'
        : null;
  if (problem !== null) wrong[dayOn(name)] = { text: problem };
  return on.data === undefined ? [] : [{ item: item.id, answer, on: on.data }];
}

function readNewcomer(adults: readonly AdultRow[], body: unknown, wrong: Wrong): Answered['newcomer'] {
  const [name, email] = [field(body, 'newName'), field(body, 'newEmail')];
  if (name === '' && email === '') return null;
  if (name === '') wrong['newName'] = { text: 'Enter the name of whoever has this address' };
  if (name.length > 160) wrong['newName'] = { text: 'Use 160 characters or fewer for the name' };
  if (!emailAddress.safeParse(email).success)
    wrong['newEmail'] = { text: 'Enter an email address, such as name@provider.example' };
  if (adults.some((each) => orElse(each.email, '').toLowerCase() === email.toLowerCase()))
    wrong['newEmail'] = { text: 'Somebody at this site has this address already' };
  return { name, email };
}

function signed(body: unknown, name: string, missing: string, wrong: Wrong): string {
  const text = field(body, name);
  if (text === '') wrong[name] = { text: missing };
  if (text.length > 160) wrong[name] = { text: 'Use 160 characters or fewer' };
  return text;
}
