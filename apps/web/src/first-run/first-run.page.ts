import { z } from 'zod';
import { passwordProblem } from '#accounts';
import type { Role } from '#domain';
import { manages, rolesField } from '../people/roles-field.js';
import { Fields } from '../shell/fields.js';
import { field, several, untrimmed, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';

const line = (missing: string, max: number) =>
  z.string().trim().min(1, missing).max(max, `Use ${max} characters or fewer`);

/** What makes the first school and the first person. */
export const firstRunForm = z
  .object({
    school: line('Enter the name of the school', 120),
    telephone: line('Enter the telephone number of the school’s office', 40),
    mailbox: z.email({ error: 'Enter the mailbox to which replies about attendance go' }),
    name: line('Enter your name', 120),
    email: z.email({ error: 'Enter your email address' }),
    password: z.string(),
    again: z.string(),
    roles: manages,
  })
  .superRefine(({ password, again, email }, context) => {
    const problem = passwordProblem(password, email);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['password'], message: problem });
    else if (password !== again) {
      context.addIssue({ code: 'custom', path: ['again'], message: 'The two passwords are not the same' });
    }
  });
export type FirstRun = z.output<typeof firstRunForm>;

const usual: readonly Role[] = ['headteacher', 'attendance-lead'];

export function firstRunPage(token: string, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    title: 'Set up Waymark',
    errors,
    action: urlOf(paths.firstRun, { token }),
    schoolFields: [
      fields.text({ name: 'school', label: 'Name of the school' }),
      fields.text({
        name: 'telephone',
        label: 'Telephone of the office',
        hint: 'Providers are told to ring this number',
      }),
      fields.text({ name: 'mailbox', label: 'Mailbox for attendance', hint: 'Replies to letters go there' }),
    ],
    personFields: [
      fields.text({ name: 'name', label: 'Your name' }),
      fields.text({ name: 'email', label: 'Your email address', hint: 'You sign in with it' }),
    ],
    passwordError: errors?.of['password']?.text ?? null,
    againError: errors?.of['again']?.text ?? null,
    rolesFields: [rolesField(fields, 'Your roles at the school', usual)],
  };
}

/** The form as its schema wants it; passwords are taken as they were typed. */
export const firstRunSent = (body: unknown) => ({
  ...Object.fromEntries(['school', 'telephone', 'mailbox', 'name', 'email'].map((name) => [name, field(body, name)])),
  password: untrimmed(body, 'password'),
  again: untrimmed(body, 'again'),
  roles: several(body, 'roles'),
});
