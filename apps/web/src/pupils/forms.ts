import { z } from 'zod';
import type { PupilRow } from '#read-models';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { fullName } from './pupil-words.js';

/** What was sent, and what was wrong with it. */
export type FormSent = { readonly body: unknown; readonly errors: FormErrors };

/** A line of text that has to be there. */
export const line = (what: string) =>
  z.string().trim().min(1, `Enter ${what}`).max(120, `Use 120 characters or fewer for ${what}`);

/** An address to which letters go. */
export const emailAddress = line('the email address').pipe(z.email({ error: 'Enter an email address' }));

/** Nothing, or what the schema takes. */
export const optional = (schema: z.ZodType<string>) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(schema);

/** What stands around each form about a pupil who is entered. */
export function about(pupil: PupilRow, sent: FormSent | undefined) {
  const back = { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' };
  return { caption: fullName(pupil), errors: sent?.errors ?? null, back };
}
