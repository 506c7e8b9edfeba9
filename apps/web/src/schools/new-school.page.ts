import { z } from 'zod';
import { orElse, type Id } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import { manages, rolesField } from '../people/roles-field.js';
import { detailsFields, detailsForm } from '../set-up/forms.page.js';
import { Fields } from '../shell/fields.js';
import { field, several, type FormErrors } from '../shell/forms.js';
import { paths } from '../shell/paths.js';

const ownCalendar = 'own';

/** What opens a further school: its details, whose calendar it keeps, and the person who is to set it up. */
export const newSchoolForm = (schools: readonly SchoolRow[]) =>
  detailsForm.extend({
    calendarOf: z.string().transform((chosen, context): SchoolRow | null => {
      const school = schools.find(({ schoolId }) => schoolId === chosen);
      if (!school && chosen !== ownCalendar && schools.some(hasCalendar)) {
        context.addIssue({ code: 'custom', message: 'Choose whose calendar it keeps' });
      }
      return school ?? null;
    }),
    person: z.string().trim().min(1, 'Enter their name').max(120, 'The name must be 120 characters or fewer'),
    email: z.email({ error: 'Enter their email address, such as name@school.example' }),
    roles: manages,
  });

export type NewSchool = z.output<ReturnType<typeof newSchoolForm>>;

export const takenUrn = { urn: { text: 'A school with this URN is open already: find it under all schools' } };
export const takenName = { name: { text: 'A school of this name is open already: find it under all schools' } };

export const newSchoolSent = (body: unknown) => ({
  ...Object.fromEntries(
    [...Object.keys(detailsForm.shape), 'calendarOf', 'person', 'email'].map((name) => [name, field(body, name)]),
  ),
  roles: several(body, 'roles'),
});

export const hasCalendar = ({ sessionTimes, terms }: SchoolRow): boolean => sessionTimes.length > 0 || terms.length > 0;

type Asked = {
  /** By what the form is known, however often it is sent. */
  readonly schoolId: Id;
  readonly schools: readonly SchoolRow[];
  readonly reader: Pick<PersonRow, 'name' | 'email'> | null;
};

export function newSchoolPage({ schoolId, schools, reader }: Asked, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const shared = schools.filter(hasCalendar).map(({ schoolId: value, name }) => ({ value, text: `As at ${name}` }));
  const own = { value: ownCalendar, text: 'One of its own', hint: 'It is entered or imported at the school' };
  const calendarHint = 'Session times, terms and days off are taken over, and can be changed at the school';
  return {
    title: 'Open a school',
    errors,
    back: { href: paths.allSchools.list, text: 'All schools' },
    action: paths.newSchool,
    schoolId,
    schoolFields: [
      ...detailsFields(fields),
      ...(shared.length === 0
        ? []
        : [
            fields.choice({ name: 'calendarOf', label: 'Which calendar does it keep?', hint: calendarHint }, [
              ...shared,
              own,
            ]),
          ]),
    ],
    personFields: [
      fields.text({ name: 'person', label: 'Their name' }, reader ? orElse(reader.name, '') : ''),
      fields.text(
        { name: 'email', label: 'Their email address', hint: 'Somebody who is known by it keeps their details' },
        reader ? orElse(reader.email, '') : '',
      ),
      rolesField(fields, 'Their roles at the school', ['headteacher']),
    ],
  };
}
