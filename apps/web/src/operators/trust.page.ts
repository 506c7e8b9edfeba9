import { z } from 'zod';
import { orElse, type Id } from '#event-sourcing';
import type { PersonRow, TrustRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';

export const trustForm = z.object({
  name: z.string().trim().min(1, 'Enter the name of the trust').max(120, 'Use 120 characters or fewer for the name'),
  owner: z.email({ error: 'Enter the email address of somebody who is entered as a user' }),
});
export const unknownOwner = { owner: { text: 'Nobody who is entered and still there has this email address' } };

export type TrustFacts = { readonly trust: TrustRow | null; readonly people: ReadonlyMap<Id, PersonRow> };

/** What the trust is called, and who answers for its procedure: now, and before. */
// Procedure: S1.1, S1.4
export function trustPage({ trust, people }: TrustFacts, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const nameOf = (personId: Id) => orElse(people.get(personId)?.name ?? '', 'Name erased');
  const owners = (trust?.owners ?? []).map(({ personId, from }) => `${nameOf(personId)} from ${shortDay(from)}`);
  const ownerId = trust?.owners.at(-1)?.personId ?? '';
  return {
    title: 'The trust',
    errors,
    back: { href: paths.operators.list, text: 'Operators' },
    lead: [
      'Pages that name the trust take its name from here. The owner of the procedure answers for its editions and their reviews.',
      ...(owners.length === 0 ? [] : [`The procedure is owned by: ${owners.join(', ')}.`]),
    ],
    action: paths.operators.trust,
    fields: [
      fields.text({ name: 'name', label: 'Name of the trust' }, trust?.name),
      fields.text(
        {
          name: 'owner',
          label: 'Who owns the procedure?',
          hint: 'The email address of somebody who is entered as a user',
        },
        orElse(people.get(ownerId)?.email ?? '', ''),
      ),
    ],
    submit: 'Save',
  };
}
