import { z } from 'zod';
import { passwordProblem, type ListedSession } from '#accounts';
import { untrimmed, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { momentInWords } from '../shell/words.js';

export type AccountFacts = {
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly operator: boolean;
  readonly sessions: readonly ListedSession[];
  /** The session of the browser that asks. */
  readonly ref: string | null;
};

/** One's own account: the password, and where one is signed in. */
export function accountPage({ name, email, hasPassword, operator, sessions, ref }: AccountFacts, saved: Notice | null) {
  return {
    title: 'Your account',
    saved,
    errors: null,
    rows: [
      { key: { text: 'Name' }, value: { text: name } },
      { key: { text: 'Email address' }, value: { text: email } },
      {
        key: { text: 'Password' },
        value: { text: hasPassword ? 'Chosen' : 'None yet: you come in by links' },
        actions: {
          items: [
            {
              href: paths.account.password,
              text: hasPassword ? 'Change' : 'Choose',
              visuallyHiddenText: 'the password',
            },
          ],
        },
      },
    ],
    operators: operator ? paths.operators.list : null,
    sessions: sessions.map(({ ref: each, startedAt, seenAt }) => ({
      started: momentInWords(startedAt),
      seen: momentInWords(seenAt),
      here: each === ref,
      action: urlOf(paths.account.endSession, { sessionRef: each }),
    })),
    endOthers: sessions.some((each) => each.ref !== ref) ? paths.account.endOthers : null,
  };
}

export type PasswordAsked = {
  /** Whether the password of now is asked for: not of somebody who has just shown that the mailbox is theirs. */
  readonly asksCurrent: boolean;
  readonly hasPassword: boolean;
  readonly email: string;
};

/** A password is taken as it was typed. */
export const passwordSent = (body: unknown) => ({
  current: untrimmed(body, 'current'),
  password: untrimmed(body, 'password'),
  again: untrimmed(body, 'again'),
});

export const passwordForm = ({ asksCurrent, email }: PasswordAsked) =>
  z
    .object({
      current: asksCurrent ? z.string().min(1, 'Enter the password that you have now') : z.string(),
      password: z.string(),
      again: z.string(),
    })
    .superRefine(({ password, again }, context) => {
      const problem = passwordProblem(password, email);
      if (problem !== null) context.addIssue({ code: 'custom', path: ['password'], message: problem });
      else if (password !== again) {
        context.addIssue({ code: 'custom', path: ['again'], message: 'The two passwords are not the same' });
      }
    });

export const wrongCurrent = { current: { text: 'This is not the password that you have now' } };
export const tooManyGuesses = {
  current: { text: 'There were too many attempts. Wait fifteen minutes, or sign in by a link' },
};

export function passwordPage({ asksCurrent, hasPassword, email }: PasswordAsked, errors: FormErrors | null = null) {
  return {
    title: hasPassword ? 'Change your password' : 'Choose a password',
    errors,
    lead: hasPassword
      ? 'You are signed out everywhere else when it is changed.'
      : 'With a password you can come in without a link.',
    email,
    asksCurrent,
    currentError: errors?.of['current']?.text ?? null,
    passwordError: errors?.of['password']?.text ?? null,
    againError: errors?.of['again']?.text ?? null,
    action: paths.account.password,
    submit: hasPassword ? 'Change the password' : 'Save the password',
    later: hasPassword
      ? { href: paths.account.show, text: 'Leave it as it is' }
      : { href: paths.home, text: 'Not now' },
  };
}
