import { z } from 'zod';
import { statusValue } from '#domain';
import { orElse, type Id } from '#event-sourcing';
import type { ContactRow, PupilRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { about, emailAddress, line, optional, type FormSent } from './forms.js';

/** Whom to ring about a pupil: added, changed, put in order, removed. */

const options = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
const yesOrNo = (what: string) =>
  z.enum(['yes', 'no'], { error: `Choose whether ${what}` }).transform((x) => x === 'yes');

const yesOrNoIfSent = z
  .enum(['yes', 'no'], { error: 'Choose yes or no' })
  .transform((x) => x === 'yes')
  .or(z.literal('').transform(() => undefined));

// Procedure: S14.16, X4
export const contactForm = z
  .object({
    name: line('the name'),
    relation: line('how they are related to the pupil'),
    telephone: line('the telephone number').regex(/^(?=(?:.*\d){5})[\d+() -]+$/, 'Enter a telephone number'),
    email: optional(emailAddress),
    mayBeRung: yesOrNo('they may be rung'),
    mayBeTold: yesOrNo('they may be told'),
    whereaboutsWithheld: yesOrNoIfSent,
    parentalResponsibility: statusValue.or(z.literal('').transform(() => undefined)),
    maySign: yesOrNoIfSent,
    language: optional(line('the language')),
    interpreterNeeded: yesOrNoIfSent,
  })
  .refine((form) => !(form.whereaboutsWithheld === true && form.mayBeTold), {
    path: ['mayBeTold'],
    error: 'Choose no: somebody who must not learn where the pupil is can’t be told',
  });

/** The fields of the form as its schema wants them. */
export const contactSent = (body: unknown) => ({
  name: field(body, 'name'),
  relation: field(body, 'relation'),
  telephone: field(body, 'telephone'),
  email: field(body, 'email'),
  mayBeRung: field(body, 'mayBeRung'),
  mayBeTold: field(body, 'mayBeTold'),
  whereaboutsWithheld: field(body, 'whereaboutsWithheld'),
  parentalResponsibility: field(body, 'parentalResponsibility'),
  maySign: field(body, 'maySign'),
  language: field(body, 'language'),
  interpreterNeeded: field(body, 'interpreterNeeded'),
});

export function addContactPage(pupil: PupilRow, form: Id, sent?: FormSent) {
  return {
    ...about(pupil, sent),
    title: 'Add a contact',
    action: urlOf(paths.pupils.addContact, pupil),
    lead: ['A new contact is rung last. You can change the order afterwards.'],
    // The same form sent twice is the same contact.
    hidden: [{ name: 'form', value: form }],
    fields: contactFields(sent),
    submit: 'Add the contact',
  };
}

export function changeContactPage(pupil: PupilRow, contact: ContactRow, sent?: FormSent) {
  return {
    ...about(pupil, sent),
    title: 'Change a contact',
    action: urlOf(paths.pupils.contact, { ...pupil, contactId: contact.contactId }),
    fields: contactFields(sent, contact),
    submit: 'Save',
  };
}

function contactFields(sent: FormSent | undefined, known?: ContactRow) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const begins = (value: ContactRow['language']) => orElse(value ?? '', '');
  const chosen = (value: ContactRow['whereaboutsWithheld']) =>
    value === undefined
      ? ''
      : orElse<boolean, boolean | null>(value, null) === null
        ? ''
        : value === true
          ? 'yes'
          : 'no';
  return [
    fields.text({ name: 'name', label: 'Name' }, begins(known?.name)),
    fields.text(
      { name: 'relation', label: 'How are they related to the pupil?', hint: 'For example: mother' },
      begins(known?.relation),
    ),
    fields.text({ name: 'telephone', label: 'Telephone number' }, begins(known?.telephone)),
    fields.text(
      { name: 'email', label: 'Email address', hint: 'Where a form to sign can be sent, if they have one' },
      begins(known?.email),
    ),
    fields.choice(
      { name: 'mayBeRung', label: 'May they be rung when the pupil is missing?' },
      options,
      chosen(known?.mayBeRung),
    ),
    fields.choice(
      { name: 'mayBeTold', label: 'May they be told about the pupil’s education off-site?' },
      options,
      chosen(known?.mayBeTold),
    ),
    fields.choice(
      {
        name: 'whereaboutsWithheld',
        label: 'Must it be kept from them where the pupil lives and is?',
        hint: 'For example, because a court has ordered so',
      },
      options,
      chosen(known?.whereaboutsWithheld),
    ),
    fields.choice(
      { name: 'parentalResponsibility', label: 'Do they have parental responsibility?' },
      [...options, { value: 'unknown', text: 'Not known' }],
      orElse(known?.parentalResponsibility ?? 'unknown', ''),
    ),
    fields.choice(
      {
        name: 'maySign',
        label: 'May they sign for whoever has parental responsibility?',
        hint: 'A foster carer, for example, to whom that authority is delegated',
      },
      options,
      chosen(known?.maySign),
    ),
    fields.text(
      { name: 'language', label: 'Language to speak with them', hint: 'Where it is another than English' },
      begins(known?.language),
    ),
    fields.choice(
      { name: 'interpreterNeeded', label: 'Is an interpreter needed?' },
      options,
      chosen(known?.interpreterNeeded),
    ),
  ];
}

export function removeContactPage(pupil: PupilRow, contact: ContactRow) {
  return {
    ...about(pupil, undefined),
    title: `Remove ${contactName(contact)}?`,
    action: urlOf(paths.pupils.removeContact, { ...pupil, contactId: contact.contactId }),
    lead: [
      `${contactName(contact)} will not be shown to anybody who has to ring about this pupil any more.`,
      'What was entered until now stays in the record.',
    ],
    fields: [],
    submit: 'Remove the contact',
    warning: true,
  };
}

const placeField = ({ contactId }: Pick<ContactRow, 'contactId'>): string => `place-${contactId}`;

/** The form in which each contact has a place of its own, whatever the numbers leave out between them. */
export const orderForm = (contacts: readonly ContactRow[]) =>
  z
    .object(Object.fromEntries(contacts.map((each) => [placeField(each), placeOf(each)])))
    .superRefine((places, context) => {
      const taken = new Map<number, ContactRow>();
      for (const contact of contacts) {
        const place = places[placeField(contact)];
        const first = place === undefined ? undefined : taken.get(place);
        if (place !== undefined) taken.set(place, first ?? contact);
        if (!first) continue;
        const message = `Give ${contactName(contact)} another number than ${contactName(first)}`;
        context.addIssue({ code: 'custom', path: [placeField(contact)], message });
      }
    })
    .transform((places) => contacts.toSorted((a, b) => (places[placeField(a)] ?? 0) - (places[placeField(b)] ?? 0)));

const placeOf = (contact: ContactRow) =>
  z
    .string()
    .regex(/^([1-9]|1\d|20)$/, `Enter a number from 1 to 20 for ${contactName(contact)}`)
    .transform(Number);

export const orderSent = (body: unknown, contacts: readonly ContactRow[]) =>
  Object.fromEntries(contacts.map((each) => [placeField(each), field(body, placeField(each))]));

export function orderPage(pupil: PupilRow, contacts: readonly ContactRow[], sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(pupil, sent),
    title: 'Whom to ring first',
    action: urlOf(paths.pupils.contactOrder, pupil),
    lead: ['Number the contacts in the order in which they are to be rung: 1 is rung first.'],
    fields: contacts.map((each, index) =>
      fields.text(
        { name: placeField(each), label: contactName(each), hint: orElse(each.relation, '') },
        String(index + 1),
      ),
    ),
    submit: 'Save the order',
  };
}

const contactName = ({ name }: ContactRow): string => orElse(name, 'a contact whose name is erased');
