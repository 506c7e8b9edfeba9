import { z } from 'zod';
import type { AssuranceGiven } from '#domain';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import { addDays, SchoolCalendar, wordsOfCitation, type AssuranceItem } from '#procedure';
import type { AdultAssuranceRow, SchoolRow } from '#read-models';
import type { SiteHere } from '../providers/desk.js';
import { about, type FormSent } from '../providers/details.page.js';
import { adultName } from '../providers/provider-words.js';
import { daySent, Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay } from '../shell/words.js';
import { sectionsOf, signatureFields, type Asked } from './answer-form.js';
import { standingTag } from './assurance-words.js';
import type { AssuranceFacts } from './gather.js';

/** A site on the pages about its written assurance. */
export type AssuranceHere = SiteHere & {
  readonly school: SchoolRow;
  readonly facts: AssuranceFacts;
  readonly today: Day;
};

const addressOf = ({ schoolId, provider, site }: SiteHere) => ({
  schoolId,
  providerId: provider.providerId,
  siteId: site.siteId,
});

const answerTags = {
  yes: { text: 'Yes', colour: 'green' },
  no: { text: 'No', colour: 'red' },
  'not-relevant': { text: 'Not relevant', colour: 'grey' },
} as const;
const notAnswered = { text: 'Not answered', colour: 'yellow' };

/** What was asked and answered: who is missing, what is answered no, and which of it stands in the way. */
// Procedure: S15.1, S15.7, S23.4, S23.13, S23.14
export function assurancePage(here: AssuranceHere, mayAsk: boolean, saved: Notice | null) {
  const { facts, site, provider, schoolId } = here;
  const { asked, edition, found, standing, outstanding } = facts;
  const name = (adultId: Id): string => {
    const adult = facts.adults.get(adultId);
    return adult ? adultName(adult) : 'Somebody who is not entered';
  };
  const blocked = outstanding.some(({ item }) => item.blocks) || standing.came.length > 0;
  const source = edition.citations.find(({ id }) => id === asked.citation);
  const row = found?.assurance;
  const answered = row?.answeredOn !== undefined;
  const said = new Map<Id, AdultAssuranceRow['answers']>(
    found?.adults.map(({ adultId, answers }) => [adultId, answers]),
  );
  const address = addressOf(here);
  return {
    title: `Written assurance about ${site.name}`,
    caption: provider.name,
    saved,
    back: { href: urlOf(paths.providers.show, { schoolId, ...provider }), text: 'Back to the provider' },
    tag: standingTag[standing.state],
    source: source ? `It is asked for by: ${wordsOfCitation(source)}.` : '',
    story: row ? storyOf(here, name) : ['Nobody at this provider has been asked yet.'],
    closed: row?.status === 'accepted',
    came: standing.came.map(name),
    gone: standing.gone.map(name),
    blocked: blocked && row?.status === 'answered',
    outstanding: outstanding.map(({ item, adultId, because }) => ({
      whom: adultId === null ? 'The provider' : name(adultId),
      label: item.label,
      tag: because === 'answered-no' ? answerTags.no : notAnswered,
      blocks: item.blocks,
    })),
    parts: answered
      ? [
          ...row.adultIds.map((adultId) => {
            const answers = said.get(adultId) ?? [];
            return answers === erased
              ? { title: name(adultId), rows: [], erased: true }
              : { title: name(adultId), rows: rowsOf(asked.eachAdult, answers, {}), erased: false };
          }),
          {
            title: 'The provider itself',
            rows: rowsOf(asked.provider, row.answers, orElse(row.words ?? {}, {})),
            erased: false,
          },
        ]
      : [],
    others: answered ? row.othersIds.map(name) : [],
    nobody: answered && row.adultIds.length === 0,
    links: mayAsk
      ? [
          ...(row?.status === 'asked' || !facts.inForce || facts.there.length === 0
            ? []
            : [{ href: urlOf(paths.assurance.ask, address), text: row ? 'Ask anew' : 'Ask for written assurance' }]),
          ...(row?.status === 'asked' || row?.status === 'answered'
            ? [
                { href: urlOf(paths.assurance.chase, address), text: 'Send another letter' },
                { href: urlOf(paths.assurance.onPaper, address), text: 'Record a reply on paper' },
              ]
            : []),
          ...(row?.status === 'answered' && !blocked
            ? [{ href: urlOf(paths.assurance.accept, address), text: 'Accept the answers' }]
            : []),
        ]
      : [],
  };
}

const rowsOf = (
  items: readonly AssuranceItem[],
  answers: readonly AssuranceGiven[],
  words: Readonly<Record<string, string>>,
) =>
  items.map(({ id, label }) => {
    const given = answers.find(({ item }) => item === id);
    const more = [...(given?.on === undefined ? [] : [shortDay(given.on)]), ...(words[id] ? [words[id]] : [])];
    return { label, tag: given ? answerTags[given.answer] : notAnswered, more: more.join(', ') };
  });

/** What has happened in the round, in order. */
function storyOf({ facts: { found, people, standing } }: AssuranceHere, name: (adultId: Id) => string): string[] {
  if (!found) return [];
  const { assurance: row } = found;
  const person = (personId: Id | undefined) => orElse(people.get(personId ?? '')?.name ?? 'somebody', 'somebody');
  const writer = orElse(row.answeredBy ?? '', 'somebody whose name is erased');
  const position = orElse(row.position ?? '', '');
  const because = orElse(row.because ?? '', '');
  return [
    `${person(row.personId)} asked ${name(row.recipientId)} on ${shortDay(row.askedOn)}, to be answered by ${shortDay(row.replyBy)}.`,
    ...row.chased.map(
      (each) => `${person(each.personId)} sent ${name(each.recipientId)} another letter on ${shortDay(each.on)}.`,
    ),
    ...(row.answeredOn === undefined
      ? []
      : [
          row.channel === 'paper'
            ? `${writer}, ${position}, answered on paper; ${person(row.byId)} recorded it as received on ${shortDay(row.answeredOn)}.`
            : `${writer}, ${position}, answered on ${shortDay(row.answeredOn)}, by the link that was sent to ${name(row.byId ?? '')}.`,
        ]),
    ...(row.acceptedOn === undefined
      ? []
      : [`${person(row.acceptedBy)} accepted the answers on ${shortDay(row.acceptedOn)}.${because && ` ${because}`}`]),
    ...(standing.againOn === null ? [] : [`It is to be asked again from ${shortDay(standing.againOn)}.`]),
  ];
}

/** What a form about the assurance begins with. */
function formOf(here: AssuranceHere, sent: FormSent | undefined) {
  const back = { href: urlOf(paths.assurance.show, addressOf(here)), text: 'Back to the written assurance' };
  return { ...about(here, sent), back };
}

const toWhom = ({ facts }: AssuranceHere) =>
  z.enum(
    facts.there.map(({ adultId }) => adultId),
    { error: 'Choose who gets the letter' },
  );
const recipients = ({ facts }: AssuranceHere) =>
  facts.there.map((adult) => ({ value: adult.adultId, text: adultName(adult), hint: orElse(adult.email, '') }));

const nextRound = ({ facts }: AssuranceHere): number => (facts.found?.assurance.round ?? 0) + 1;
const roundSent = z.coerce.number().int().min(1).max(1_000);

export const askForm = (here: AssuranceHere) =>
  z.object({
    round: roundSent,
    recipientId: toWhom(here),
    replyBy: daySent('Enter the day by which they should answer').refine(
      (on) => on >= here.today,
      'Enter today or a later day',
    ),
  });
export const askSent = (body: unknown, replyBy: string) => ({
  round: field(body, 'round'),
  recipientId: field(body, 'recipientId'),
  replyBy,
});

// Procedure: S23.1, S23.2, S23.5
export function askPage(here: AssuranceHere, sent?: FormSent) {
  const { facts, school, today, site } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const within = facts.inForce?.assurance?.replyWithinSchoolDays ?? facts.asked.replyWithinSchoolDays;
  const replyBy = new SchoolCalendar(school).addSchoolDays(today, within) ?? addDays(today, within + 4);
  return {
    ...formOf(here, sent),
    title: `Ask for written assurance about ${site.name}`,
    action: urlOf(paths.assurance.ask, addressOf(here)),
    lead: [
      'They get a letter with a link. Behind it they say who works with your pupils and what was checked of each, and answer for the provider itself.',
      'The letter names neither your school nor a pupil. The page behind the link names your school and you.',
    ],
    // The same form sent twice is the same round.
    hidden: [{ name: 'round', value: sent ? field(sent.body, 'round') : String(nextRound(here)) }],
    fields: [
      fields.choice(
        { name: 'recipientId', label: 'Who gets the letter?' },
        recipients(here),
        facts.found?.assurance.recipientId,
      ),
      fields.day({ name: 'replyBy', label: 'By which day should they answer?' }, replyBy),
    ],
    submit: 'Send the letter',
  };
}

export const chaseForm = (here: AssuranceHere) => z.object({ chase: roundSent, recipientId: toWhom(here) });
export const chaseSent = (body: unknown) => ({ chase: field(body, 'chase'), recipientId: field(body, 'recipientId') });

export function chasePage(here: AssuranceHere, sent?: FormSent) {
  const row = here.facts.found?.assurance;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const last = row?.chased.at(-1)?.recipientId ?? row?.recipientId;
  return {
    ...formOf(here, sent),
    title: 'Send another letter',
    action: urlOf(paths.assurance.chase, addressOf(here)),
    lead: ['What they have answered stays. Links of earlier letters go on working until they end.'],
    hidden: [{ name: 'chase', value: sent ? field(sent.body, 'chase') : String((row?.chased.length ?? 0) + 1) }],
    fields: [fields.choice({ name: 'recipientId', label: 'Who gets the letter?' }, recipients(here), last)],
    submit: 'Send the letter',
  };
}

export const receivedForm = ({ today }: AssuranceHere) =>
  z.object({
    receivedOn: daySent('Enter the day on which it came').refine((on) => on <= today, 'Enter today or an earlier day'),
  });

export function onPaperPage(here: AssuranceHere, asking: Asked, form: Id, sent?: FormSent) {
  const errors = sent?.errors ?? null;
  return {
    ...formOf(here, sent),
    title: 'Record a reply on paper',
    lead: ['Enter what they confirmed, and nothing that they did not. What you leave open counts as not answered.'],
    action: urlOf(paths.assurance.onPaper, addressOf(here)),
    // The same form sent twice enters the same person.
    hidden: [{ name: 'form', value: form }],
    first: [new Fields(sent?.body, errors).day({ name: 'receivedOn', label: 'On which day did it come?' }, here.today)],
    sections: sectionsOf(asking, sent?.body, errors),
    last: signatureFields(asking, '', sent?.body, errors),
    submit: 'Record the reply',
  };
}

export const acceptForm = z.object({ words: z.string().trim().max(2_000, 'Use 2,000 characters or fewer') });

export function acceptPage(here: AssuranceHere, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const { outstanding } = here.facts;
  return {
    ...formOf(here, sent),
    title: 'Accept the answers',
    action: urlOf(paths.assurance.accept, addressOf(here)),
    lead: [
      outstanding.length === 0
        ? 'Everything that was asked is confirmed.'
        : `${outstanding.length} of what was asked is not confirmed. You see which on the page before this one.`,
      'The provider can’t change its answers after that. The check of the letter of assurance is still yours to record.',
    ],
    fields: [
      fields.words({
        name: 'words',
        label: 'Why are the answers sufficient?',
        hint: 'You can leave it out where everything is confirmed',
      }),
    ],
    submit: 'Accept the answers',
  };
}

/** What names the round in a command. */
export const roundOf = (here: AssuranceHere, assuranceId: Id, round: number) => ({
  assuranceId,
  ...addressOf(here),
  round,
});
