import { z } from 'zod';
import type { SchoolCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { SchoolRow } from '#read-models';
import { daySent, Fields, timeSent, type FormField } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOffWords } from './calendar-words.js';

/** The small forms with which a school is set up: each is a page with a few questions, and one command. */

function frame({ schoolId, name }: SchoolRow, errors: FormErrors | null) {
  const back = { href: urlOf(paths.setUp.show, { schoolId }), text: 'Back to the school' };
  return { caption: name, errors, back, lead: [] as readonly string[] };
}

const line = (missing: string, what: string, max: number) =>
  z.string().trim().min(1, missing).max(max, `${what} must be ${max} characters or fewer`);

/** What may be left empty is then not known. */
const orNone = (schema: z.ZodString) =>
  z.union([z.literal('').transform(() => undefined), schema], { error: (issue) => messageOf(issue.errors) });
const messageOf = (errors: readonly (readonly { readonly message: string }[])[] | undefined): string | undefined =>
  errors?.at(-1)?.[0]?.message;

export const detailsForm = z.object({
  name: line('Enter the name of the school', 'The name', 120),
  telephone: line('Enter the telephone number of the school’s office', 'The telephone number', 40),
  attendanceMailbox: z.email({ error: 'Enter the mailbox to which replies about attendance go' }),
  urn: orNone(z.string().regex(/^\d{6}$/, 'A URN has six digits')),
  localAuthority: orNone(z.string().regex(/^\d{3}$/, 'The number of a local authority has three digits')),
  address: orNone(z.string().max(300, 'The address must be 300 characters or fewer')),
});

export function detailsPage(school: SchoolRow, body?: unknown, errors: FormErrors | null = null) {
  return {
    ...frame(school, errors),
    title: 'Change the school’s details',
    action: urlOf(paths.setUp.details, { schoolId: school.schoolId }),
    fields: detailsFields(new Fields(body, errors), school),
    submit: 'Save the details',
  };
}

/** What is asked of a school, one that is there or one that is to be opened. */
export function detailsFields(fields: Fields, school: Partial<SchoolRow> = {}): readonly FormField[] {
  const { name, telephone, attendanceMailbox, urn, localAuthority, address } = school;
  const mailboxHint = 'Replies to letters go there';
  const authorityHint = 'Three digits, such as 860';
  return [
    fields.text({ name: 'name', label: 'Name of the school' }, name),
    fields.text({ name: 'telephone', label: 'Telephone of the office', hint: 'Providers ring this number' }, telephone),
    fields.text({ name: 'attendanceMailbox', label: 'Mailbox for attendance', hint: mailboxHint }, attendanceMailbox),
    fields.text({ name: 'urn', label: 'URN', hint: 'Six digits. Leave it empty when there is none' }, urn),
    fields.text(
      { name: 'localAuthority', label: 'Number of the local authority', hint: authorityHint },
      localAuthority,
    ),
    fields.words({ name: 'address', label: 'Address' }, address),
  ];
}

/** The details as commands have them: what was left empty is left out. */
export function detailsOf(schoolId: Id, form: z.output<typeof detailsForm>) {
  const { urn, localAuthority, address, ...details } = form;
  return {
    schoolId,
    ...details,
    ...(urn === undefined ? {} : { urn }),
    ...(localAuthority === undefined ? {} : { localAuthority }),
    ...(address === undefined ? {} : { address }),
  };
}

export const changeSchool = ({ schoolId }: SchoolRow, form: z.output<typeof detailsForm>): SchoolCommand => ({
  type: 'ChangeSchool',
  data: detailsOf(schoolId, form),
});

export const sessionTimesForm = z
  .object({
    from: daySent('Enter the day from which these times hold'),
    amStart: timeSent('Enter when the morning begins'),
    amEnd: timeSent('Enter when the morning ends'),
    pmStart: timeSent('Enter when the afternoon begins'),
    pmEnd: timeSent('Enter when the afternoon ends'),
  })
  .superRefine(({ amStart, amEnd, pmStart, pmEnd }, context) => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    if (amEnd <= amStart) wrong('amEnd', 'The morning must end after it begins');
    if (pmStart < amEnd) wrong('pmStart', 'The afternoon can’t begin before the morning ends');
    if (pmEnd <= pmStart) wrong('pmEnd', 'The afternoon must end after it begins');
  });

export function sessionTimesPage(school: SchoolRow, today: Day, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const now = school.sessionTimes.findLast(({ from }) => from <= today) ?? school.sessionTimes.at(-1);
  const hint = 'By the 24-hour clock';
  return {
    ...frame(school, errors),
    title: 'Set the session times',
    lead: [
      'The procedure asks providers and counts minutes by these times. Earlier days keep the times that they had.',
    ],
    action: urlOf(paths.setUp.sessionTimes, { schoolId: school.schoolId }),
    fields: [
      fields.text({ name: 'amStart', label: 'When does the morning begin?', hint }, now?.am.start),
      fields.text({ name: 'amEnd', label: 'When does the morning end?', hint }, now?.am.end),
      fields.text({ name: 'pmStart', label: 'When does the afternoon begin?', hint }, now?.pm.start),
      fields.text({ name: 'pmEnd', label: 'When does the afternoon end?', hint }, now?.pm.end),
      fields.day({ name: 'from', label: 'From which day on?' }, today),
    ],
    submit: 'Save the session times',
  };
}

export const setSessionTimes = (
  { schoolId }: SchoolRow,
  { from, amStart, amEnd, pmStart, pmEnd }: z.output<typeof sessionTimesForm>,
): SchoolCommand => ({
  type: 'SetSessionTimes',
  data: { schoolId, from, am: { start: amStart, end: amEnd }, pm: { start: pmStart, end: pmEnd } },
});

export const termForm = z
  .object({
    name: line('Enter a name for the term', 'The name', 60),
    from: daySent('Enter the first day of the term'),
    to: daySent('Enter the last day of the term'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The last day can’t be before the first' })
  // A term of years is a slip of the pen, and every day of it would be a school day.
  .refine(({ from, to }) => to < from || Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
    path: ['to'],
    message: 'A term can’t be longer than a year',
  });

export function termPage(
  school: SchoolRow,
  term?: SchoolRow['terms'][number],
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const fields = new Fields(body, errors);
  return {
    ...frame(school, errors),
    title: term ? 'Move a term' : 'Add a term',
    lead: [
      'The school meets from Monday to Friday in its terms, but not on bank holidays and days off. Enter each half of a term for itself.',
    ],
    action: urlOf(paths.setUp.term, { schoolId: school.schoolId }),
    fields: [
      fields.text(
        { name: 'name', label: 'What is it called?', hint: 'A term that is entered again under its name is moved' },
        term?.name,
      ),
      fields.day({ name: 'from', label: 'Which is the first day?' }, term?.from),
      fields.day({ name: 'to', label: 'Which is the last day?' }, term?.to),
    ],
    submit: 'Save the term',
  };
}

export const setTerm = ({ schoolId }: SchoolRow, form: z.output<typeof termForm>): SchoolCommand => ({
  type: 'SetTerm',
  data: { schoolId, ...form },
});

export const dayOffForm = z.object({
  on: daySent('Enter the day'),
  kind: z.enum(['inset', 'bank-holiday', 'closure', 'holiday'], { error: 'Choose why the school does not meet' }),
});

export function dayOffPage(school: SchoolRow, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const options = Object.entries(dayOffWords).map(([value, text]) => ({ value, text }));
  return {
    ...frame(school, errors),
    title: 'Add a day off',
    lead: ['On a day off the school does not meet, and no provider is asked. The bank holidays of England are known.'],
    action: urlOf(paths.setUp.dayOff, { schoolId: school.schoolId }),
    fields: [
      fields.day({ name: 'on', label: 'Which day is it?' }),
      fields.choice({ name: 'kind', label: 'Why does the school not meet?' }, options),
    ],
    submit: 'Save the day off',
  };
}

export const setDayOff = ({ schoolId }: SchoolRow, form: z.output<typeof dayOffForm>): SchoolCommand => ({
  type: 'SetDayOff',
  data: { schoolId, ...form },
});

export const concernWordsForm = z.object({
  kept: z.enum(['yes', 'no'], { error: 'Choose whether the words are kept here' }).transform((kept) => kept === 'yes'),
});

/** Whether the words of concerns and incidents are kept here as well, or that there were some alone. */
export function concernWordsPage(school: SchoolRow, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const options = [
    {
      value: 'no',
      text: 'No',
      hint: 'Only that there was one, when, who has it, and what the safeguarding system calls it',
    },
    { value: 'yes', text: 'Yes', hint: 'Forms ask what it is about as well' },
  ];
  const begins = school.keepsWords === true ? 'yes' : 'no';
  return {
    ...frame(school, errors),
    title: 'Words of concerns and incidents',
    lead: [
      'A concern goes into your safeguarding system. Waymark keeps that it was handed over, when, to whom, and that they have it. Say whether it keeps what the concern is as well. What has been kept already stays.',
    ],
    action: urlOf(paths.setUp.concernWords, { schoolId: school.schoolId }),
    fields: [fields.choice({ name: 'kept', label: 'Are the words kept here?' }, options, begins)],
    submit: 'Save',
  };
}

export const setConcernWords = ({ schoolId }: SchoolRow, form: z.output<typeof concernWordsForm>): SchoolCommand => ({
  type: 'SetConcernWords',
  data: { schoolId, ...form },
});
