import { z } from 'zod';
import { orElse } from '#event-sourcing';
import type { PersonRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';

export const operatorForm = z.object({
  email: z.email({ error: 'Enter the email address of somebody who is entered as a user' }),
});

export const unknownOperator = { email: { text: 'Nobody who is entered has this email address' } };
export const lastOperator = {
  email: { text: 'Nobody else looks after this installation. Make somebody else an operator first' },
};

type Shown = {
  readonly operators: readonly PersonRow[];
  readonly notice?: Notice | null;
  readonly body?: unknown;
  readonly errors?: FormErrors | null;
};

/** Who looks after this installation, and the form that lets somebody else do so. */
export function operatorsPage({ operators, notice = null, body, errors = null }: Shown) {
  const fields = new Fields(body, errors);
  return {
    title: 'Operators',
    saved: notice,
    errors,
    lead: [
      'Operators look after this installation: what stopped and has to be gone on with, imports, and other operators.',
      'What somebody may do at a school follows from their roles there, and not from this.',
    ],
    operators: operators
      .map(({ personId, name, email }) => ({
        name: orElse(name, 'Name erased'),
        email: orElse(email, ''),
        // The last one stays.
        action: operators.length > 1 ? urlOf(paths.operators.remove, { personId }) : null,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    fields: [fields.text({ name: 'email', label: 'Email address', hint: 'Of somebody who is entered as a user' })],
    action: paths.operators.list,
    trust: paths.operators.trust,
    schools: paths.allSchools.list,
    newSchool: paths.newSchool,
  };
}
