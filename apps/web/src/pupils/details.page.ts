import { z } from 'zod';
import { isTemporaryUpn, upn } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { PupilRow } from '#read-models';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { about, line, optional, type FormSent } from './forms.js';

/** Who a pupil is: entered, and changed where it was mistyped or is another now. */

const wrongUpn = 'Enter a UPN of 13 characters as it is on the pupil’s file: something in it is mistyped';

const details = (today: Day) => ({
  givenName: line('the given name'),
  familyName: line('the family name'),
  bornOn: daySent('Enter the birth date').refine((on) => on < today, 'The birth date must be in the past'),
  yearGroup: z
    .string()
    .regex(/^(\d|1[0-4])$/, 'Enter the year group as a number from 0 to 14, 0 for Reception')
    .transform(Number),
});

const number = {
  upn: z
    .string()
    .transform((text) => text.replaceAll(' ', '').toUpperCase())
    .refine((text) => text === '' || upn.safeParse(text).success, wrongUpn)
    .transform((text) => (text === '' ? undefined : text)),
  upnUnknownBecause: optional(line('the reason')),
};
type Numbered = { readonly upn?: string | undefined; readonly upnUnknownBecause?: string | undefined };

/** A number or the reason why there is none. */
const isClear = (form: Numbered, context: z.RefinementCtx): void => {
  if (form.upn === undefined && form.upnUnknownBecause === undefined) {
    context.addIssue({ code: 'custom', path: ['upn'], message: 'Enter the UPN, or why it is not known' });
  }
  if (form.upn !== undefined && form.upnUnknownBecause !== undefined) {
    const message = 'Leave the reason out where there is a UPN';
    context.addIssue({ code: 'custom', path: ['upnUnknownBecause'], message });
  }
};

/** Both halves are read, so that all that is wrong with either is said at once. */
export const enterForm = (today: Day) => z.object(details(today)).and(z.object(number).superRefine(isClear));
export const detailsForm = (today: Day) => z.object(details(today));
export const upnForm = (pupil: PupilRow) =>
  z.object({ ...number, because: optional(line('the reason')) }).superRefine((form, context) => {
    isClear(form, context);
    if (form.upn === undefined || form.upn === pupil.upn || !hasForGood(pupil) || form.because !== undefined) return;
    context.addIssue({ code: 'custom', path: ['because'], message: 'Say why a permanent UPN is another one now' });
  });

/** The fields of the forms as their schemas want them. */
export const detailsSent = (body: unknown) => ({
  givenName: field(body, 'givenName'),
  familyName: field(body, 'familyName'),
  bornOn: dayParts(body, 'bornOn'),
  yearGroup: field(body, 'yearGroup'),
});
export const upnSent = (body: unknown) => ({
  upn: field(body, 'upn'),
  upnUnknownBecause: field(body, 'upnUnknownBecause'),
  because: field(body, 'because'),
});

/** The number, or the reason why there is none, as a command has them: what is not there is left out. */
export const numberOf = ({ upn: known, upnUnknownBecause }: Numbered) => ({
  ...(known === undefined ? {} : { upn: known }),
  ...(upnUnknownBecause === undefined ? {} : { upnUnknownBecause }),
});

/** `askWhether`: somebody of this name and birth date is entered already. */
export function enterPage(
  { schoolId, name }: { readonly schoolId: Id; readonly name: string },
  subjectId: Id,
  sent?: FormSent,
  askWhether = false,
) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const whether = fields.choice({ name: 'another', label: 'Is this another pupil?' }, [
    { value: 'yes', text: 'Yes, enter this pupil as well' },
  ]);
  const { names, others } = detailsFields(fields);
  return {
    title: 'Enter a pupil',
    caption: name,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.pupils.find, { schoolId }), text: 'Find a pupil' },
    action: urlOf(paths.pupils.enter, { schoolId }),
    lead: ['Enter a pupil who is on the roll of this school. Statuses and contacts are entered on the pupil’s page.'],
    // The same form sent twice is the same pupil.
    hidden: [{ name: 'subjectId', value: subjectId }],
    fields: [...(askWhether ? [whether] : []), ...names, ...upnFields(fields), ...others],
    submit: 'Enter the pupil',
  };
}

export function detailsPage(pupil: PupilRow, sent?: FormSent) {
  const { names, others } = detailsFields(new Fields(sent?.body, sent?.errors ?? null), pupil);
  return {
    ...about(pupil, sent),
    title: 'Change the details',
    action: urlOf(paths.pupils.details, pupil),
    fields: [...names, ...others],
    submit: 'Save',
  };
}

function detailsFields(fields: Fields, known?: PupilRow) {
  const bornOn = known ? orElse(known.bornOn, undefined) : undefined;
  const year = known ? orElse(known.yearGroup, '') : '';
  return {
    names: [
      fields.text({ name: 'givenName', label: 'Given name' }, known && orElse(known.givenName, '')),
      fields.text({ name: 'familyName', label: 'Family name' }, known && orElse(known.familyName, '')),
    ],
    others: [
      fields.day({ name: 'bornOn', label: 'Birth date' }, bornOn),
      fields.text({ name: 'yearGroup', label: 'Year group', hint: 'A number, 0 for Reception' }, String(year)),
    ],
  };
}

export function upnPage(pupil: PupilRow, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const forGood = hasForGood(pupil);
  const because = fields.text({
    name: 'because',
    label: 'Why is it another UPN now?',
    hint: 'For example: the one entered was a sister’s',
  });
  return {
    ...about(pupil, sent),
    title: pupil.upn === undefined ? 'Enter the UPN' : 'Change the UPN',
    action: urlOf(paths.pupils.upn, pupil),
    lead: [
      forGood
        ? 'The pupil has a permanent UPN. It stays the same when a pupil changes school: change it only if it is wrong.'
        : 'A temporary UPN, or none, is replaced by the permanent one as soon as the school knows it.',
    ],
    fields: [...upnFields(fields, pupil), ...(forGood ? [because] : [])],
    submit: 'Save',
  };
}

const upnFields = (fields: Fields, known?: PupilRow) => [
  fields.text(
    { name: 'upn', label: 'Unique pupil number (UPN)', hint: 'A temporary one will do' },
    orElse(known?.upn ?? '', ''),
  ),
  fields.text(
    { name: 'upnUnknownBecause', label: 'Why is the UPN not known?', hint: 'Only where there is none' },
    orElse(known?.upnUnknownBecause ?? '', ''),
  ),
];

/** Whether the pupil's number is a permanent one. */
function hasForGood({ upn: known }: PupilRow): boolean {
  const text = orElse(known ?? '', '');
  return text !== '' && !isTemporaryUpn(text);
}
