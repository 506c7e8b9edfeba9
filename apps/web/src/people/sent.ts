import { dayParts } from '../shell/fields.js';
import { field } from '../shell/forms.js';

/** The fields of a form about a person as their schemas want them. */
export const givenSent = (body: unknown) => ({
  role: field(body, 'role'),
  standing: field(body, 'standing'),
  from: dayParts(body, 'from'),
  until: dayParts(body, 'until'),
});
export const detailsSent = (body: unknown) => ({ name: field(body, 'name'), email: field(body, 'email') });
