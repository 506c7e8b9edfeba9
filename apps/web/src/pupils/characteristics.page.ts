import { z } from 'zod';
import { ethnicity, gender } from '#domain';
import { orElse } from '#event-sourcing';
import type { PupilFormRow, PupilRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { about, type FormSent } from './forms.js';
import { ethnicityWords, genderWords } from './pupil-words.js';

/** What the form asks about a pupil that nobody but the school's own staff is ever shown. */

export const characteristicsForm = z.object({
  ethnicity: z.enum(ethnicity.options, { error: 'Choose an ethnicity, or that it is not known' }),
  gender: z.enum(gender.options, { error: 'Choose a gender, or that it is not known' }),
});

export const characteristicsSent = (body: unknown) => ({
  ethnicity: field(body, 'ethnicity'),
  gender: field(body, 'gender'),
});

export function characteristicsPage(pupil: PupilRow, form: PupilFormRow | null, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(pupil, sent),
    title: 'Ethnicity and gender',
    action: urlOf(paths.pupils.characteristics, pupil),
    lead: [
      'Enter what the pupil or their family has told the school. Nobody has to say.',
      'Providers are never shown this.',
    ],
    fields: [
      fields.choice(
        { name: 'ethnicity', label: 'Ethnicity', hint: 'The main groups of the school census' },
        ethnicity.options.map((value) => ({ value, text: ethnicityWords[value] })),
        orElse(form?.ethnicity ?? 'unknown', ''),
      ),
      fields.choice(
        { name: 'gender', label: 'Gender' },
        gender.options.map((value) => ({ value, text: genderWords[value] })),
        orElse(form?.gender ?? 'unknown', ''),
      ),
    ],
    submit: 'Save',
  };
}
