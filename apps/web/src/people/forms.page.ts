import { z } from 'zod';
import { role, standing, type Role } from '#domain';
import { orElse, type Day } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import { daySent, Fields, type Choice } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { capital, listInWords, shortDay } from '../shell/words.js';
import type { GivenRole, PersonHere } from './gather.js';
import { hasOtherHolder, heldRole } from './role-words.js';

/** The small forms about people: each is a page with a few questions, and one thing that follows. */

const name = z.string().trim().min(1, 'Enter the name').max(120, 'The name must be 120 characters or fewer');
const email = z
  .email({ error: 'Enter an email address, such as name@school.example' })
  .max(254, 'The address is too long');

/** A day that may be left out. */
const dayOrNone = z.string().transform((text, context): Day | undefined => {
  if (text.replaceAll('-', '') === '') return undefined;
  const read = daySent('').safeParse(text);
  if (read.success) return read.data;
  context.addIssue({ code: 'custom', message: 'Enter a real day, such as 23 11 2026, or leave it out' });
  return z.NEVER;
});

const givenForm = {
  role: z.enum(role.options, { error: 'Choose a role' }),
  standing: z.enum(standing.options, { error: 'Choose how they stand to the role' }),
  from: daySent('Enter the first day'),
  until: dayOrNone,
};
const notBeforeFirst = (form: { from: Day; until?: Day | undefined }) =>
  form.until === undefined || form.from <= form.until;
const endsTooSoon = { path: ['until'], error: 'The last day can’t be before the first' };

export const hasLeft = {
  email: { text: 'Somebody with this address has left. Enter another address, or let them come back under People' },
};

/** Whether whoever had the address before is meant; empty where nobody was asked. */
const returning = z.enum(['yes', 'no', '']).catch('');

export const addForm = z.object({ name, email, returning, ...givenForm }).refine(notBeforeFirst, endsTooSoon);
export const detailsForm = z.object({ name, email });
export const giveForm = z.object(givenForm).refine(notBeforeFirst, endsTooSoon);
export const fillForm = z
  .object({ ...givenForm, personId: z.uuid({ error: 'Choose a person' }) })
  .refine(notBeforeFirst, endsTooSoon);
export const endForm = z.object({ on: daySent('Enter the last day') });
export const awayForm = z
  .object({ from: daySent('Enter the first day away'), to: daySent('Enter the last day away') })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'The last day can’t be before the first' });

const roleChoices: readonly Choice[] = role.options.map((value) => ({ value, text: capital(roleWords[value]) }));
const standingChoices: readonly Choice[] = [
  { value: 'holder', text: 'Holds it' },
  { value: 'deputy', text: 'Deputises for whoever holds it', hint: 'Is told when nobody who holds it is there' },
  { value: 'cover', text: 'Covers for a time', hint: 'Is told before the deputies' },
];

const returningAsked = { name: 'returning', label: 'Is it the person who had this address before?' };
const returningChoices: readonly Choice[] = [
  { value: 'yes', text: 'Yes, they come back', hint: 'What they did before stays theirs. They choose a new password' },
  { value: 'no', text: 'No, the address is somebody else’s now' },
];

const givenFields = (fields: Fields, today: Day, chosen: Role | '', askRole = true) => [
  ...(askRole ? [fields.choice({ name: 'role', label: 'Which role?' }, roleChoices, chosen)] : []),
  fields.choice({ name: 'standing', label: 'How do they stand to it?' }, standingChoices, 'holder'),
  fields.day({ name: 'from', label: 'From which day?' }, today),
  fields.day({ name: 'until', label: 'Until which day?', hint: 'Leave it out where no end is known' }),
];

const sent = (body: unknown, errors: FormErrors | null) => ({ fields: new Fields(body, errors), errors });
type Sent = readonly [body?: unknown, errors?: FormErrors | null];

export function addPage({ schoolId, name }: SchoolRow, today: Day, ...[body, found = null]: Sent) {
  const { fields, errors } = sent(body, found);
  return {
    title: 'Add a person',
    caption: name,
    errors,
    back: { href: urlOf(paths.people.list, { schoolId }), text: 'All people' },
    action: urlOf(paths.people.add, { schoolId }),
    lead: ['Somebody who works at another school of the trust is found by their email address and not entered twice.'],
    fields: [
      fields.text({ name: 'name', label: 'Name' }),
      fields.text({ name: 'email', label: 'Email address', hint: 'Letters go there, and they sign in with it' }),
      ...(errors?.of['returning'] || field(body, 'returning') !== ''
        ? [fields.choice(returningAsked, returningChoices)]
        : []),
      ...givenFields(fields, today, ''),
    ],
    submit: 'Add this person',
  };
}

export function about({ school: { schoolId }, person: { personId, name } }: PersonHere, errors: FormErrors | null) {
  return {
    caption: orElse(name, 'Name erased'),
    errors,
    back: { href: urlOf(paths.people.show, { schoolId, personId }), text: 'Back to the person' },
  };
}
export const addressOf = ({ school: { schoolId }, person: { personId } }: PersonHere) => ({ schoolId, personId });

export function detailsPage(here: PersonHere, ...[body, found = null]: Sent) {
  const { fields, errors } = sent(body, found);
  return {
    ...about(here, errors),
    title: 'Change name or address',
    action: urlOf(paths.people.details, addressOf(here)),
    lead: ['They sign in with the new address from now on. Links that were sent to the old one stop working.'],
    fields: [
      fields.text({ name: 'name', label: 'Name' }, orElse(here.person.name, '')),
      fields.text({ name: 'email', label: 'Email address' }, orElse(here.person.email, '')),
    ],
    submit: 'Save',
  };
}

export function givePage(here: PersonHere, chosen: Role | '', ...[body, found = null]: Sent) {
  const { fields, errors } = sent(body, found);
  return {
    ...about(here, errors),
    title: 'Give a role',
    action: urlOf(paths.people.giveRole, addressOf(here)),
    lead: leavesWords(here),
    fields: givenFields(fields, here.today, chosen),
    submit: 'Give the role',
  };
}

export function fillPage(
  { schoolId, name }: SchoolRow,
  filled: Role,
  people: readonly PersonRow[],
  today: Day,
  ...[body, found = null]: Sent
) {
  const { fields, errors } = sent(body, found);
  const choices = people
    .filter(({ leftOn }) => leftOn === undefined || leftOn >= today)
    .map((person) => ({ value: person.personId, text: orElse(person.name, 'Name erased') }))
    .sort((a, b) => a.text.localeCompare(b.text));
  return {
    title: `Who is ${roleWords[filled]}?`,
    caption: name,
    errors,
    back: { href: urlOf(paths.people.list, { schoolId }), text: 'All people' },
    action: urlOf(paths.people.fillRole, { schoolId, role: filled }),
    lead: ['Somebody who is not in the list has to be added first, under People.'],
    fields: [fields.choice({ name: 'personId', label: 'Who?' }, choices), ...givenFields(fields, today, filled, false)],
    submit: 'Give the role',
  };
}

export function endPage(here: PersonHere, held: GivenRole, ...[body, found = null]: Sent) {
  const { fields, errors } = sent(body, found);
  return {
    ...about(here, errors),
    title: `End: ${heldRole(held)}`,
    action: urlOf(paths.people.endRole, { ...addressOf(here), role: held.role, standing: held.standing }),
    lead: successorNeeded(here, [held]),
    fields: [fields.day({ name: 'on', label: 'What is the last day?' }, here.today)],
    submit: 'End the role',
    warning: true,
  };
}

export function awayPage(here: PersonHere, ...[body, found = null]: Sent) {
  const { fields, errors } = sent(body, found);
  return {
    ...about(here, errors),
    title: 'Note an absence',
    action: urlOf(paths.people.away, addressOf(here)),
    lead: ['While they are away, whoever covers or deputises is told in their place.'],
    fields: [
      fields.day({ name: 'from', label: 'First day away' }, here.today),
      fields.day({ name: 'to', label: 'Last day away' }, here.today),
    ],
    submit: 'Note the absence',
  };
}

/** Asked where somebody who had the address has left: only the school can say who it is that comes. */
export const whoIsIt = ({ leftOn }: PersonRow) => ({
  returning: {
    text: `Somebody with this address left${leftOn === undefined ? '' : ` on ${shortDay(leftOn)}`}. Say whether they come back`,
  },
});
export const addressTaken = { email: { text: 'Somebody else has this address' } };

/** What a role does to somebody who leaves, or has left. */
function leavesWords({ person: { leftOn }, today }: PersonHere): string[] {
  if (leftOn === undefined) return [];
  if (leftOn >= today) return [`They leave on ${shortDay(leftOn)}. With a role that goes on after that, they stay.`];
  return [
    `They left on ${shortDay(leftOn)}. With a role they are back: what they did before stays theirs, and they come in by a new sign-in link.`,
  ];
}

/** Which of the roles nobody else holds: letters of these go to the headteacher, or to nobody, until somebody does. */
function successorNeeded({ school, today }: PersonHere, roles: readonly GivenRole[]): string[] {
  const alone = roles.filter((each) => each.standing === 'holder' && !hasOtherHolder(school.roles, each, today));
  if (alone.length === 0) return [];
  const named = listInWords(alone.map((each) => roleWords[each.role]));
  return [`Nobody else is ${named}. Give it to somebody, so that there is always a person who is told.`];
}

/** The role that an address names, or none. */
export const roleNamed = (text: unknown): Role | '' => {
  const read = role.safeParse(text);
  return read.success ? read.data : '';
};
