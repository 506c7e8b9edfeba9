import { z } from 'zod';
import { passwordProblem } from '#accounts';
import { role, type Role } from '#domain';
import { Fields } from '../shell/fields.js';
import { field, untrimmed, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { capital } from '../shell/words.js';

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
    roles: z.array(role).min(1, 'Choose at least one role'),
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
  const sent = sentRoles(body);
  const chosen = body === undefined ? usual : sent;
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
    rolesError: errors?.of['roles']?.text ?? null,
    roles: role.options.map((value, index) => ({
      value,
      id: index === 0 ? 'roles' : `roles-${value}`,
      text: capital(roleWords[value]),
      checked: chosen.includes(value),
    })),
  };
}

/** The roles that were ticked: one comes as text, several as a list. */
export function sentRoles(body: unknown): string[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'roles') : undefined;
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

/** The form as its schema wants it; passwords are taken as they were typed. */
export const firstRunSent = (body: unknown) => ({
  ...Object.fromEntries(['school', 'telephone', 'mailbox', 'name', 'email'].map((name) => [name, field(body, name)])),
  password: untrimmed(body, 'password'),
  again: untrimmed(body, 'again'),
  roles: sentRoles(body),
});
