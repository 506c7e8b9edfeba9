import { z } from 'zod';
import { paths, urlOf } from '../shell/paths.js';
import { field, type FormErrors } from '../shell/forms.js';

/** Somebody of the demonstration, whose part a visitor may take with one click. */
export type DemoPerson = { readonly personId: string; readonly name: string; readonly roles: string };

export const signInForm = z.object({
  email: z.email({ error: 'Enter your email address, such as name@school.example' }),
  password: z.string().min(1, 'Enter your password'),
});

/** The same words whether the address or the password was wrong: the page does not say who has an account. */
export const wrong = { email: { text: 'The email address or the password is not right' } };
export const tooOften = {
  email: { text: 'There were too many attempts. Wait fifteen minutes, or ask for a sign-in link' },
};
export const tooOftenSeconds = 15 * 60;

export const askForm = z.object({ email: signInForm.shape.email });

/** Asks for a link by email; where no mail leaves, it says who can make one. */
export function askPage(mailLeaves: boolean, body?: unknown, errors: FormErrors | null = null) {
  const back = { href: paths.signIn.form, text: 'Back to sign in' };
  if (!mailLeaves) {
    const lines = [
      'No email leaves this Waymark, so it can’t send you a link.',
      'Ask the person who gives roles at your school: they can make a sign-in link for you.',
    ];
    return { title: 'Ask for a sign-in link', back, lines, errors, action: null, email: '' };
  }
  return {
    title: 'Ask for a sign-in link',
    back,
    lines: [
      'We send it to the address that your school has for you. It works once, for half an hour.',
      'Use it when you have no password yet, or have forgotten it: you can choose a new one when you are in.',
    ],
    errors,
    action: paths.signIn.ask,
    email: field(body, 'email'),
  };
}

/** The same whether or not anybody is known by the address. */
export const askedPage = () => ({
  title: 'Look into your mailbox',
  back: { href: paths.signIn.form, text: 'Back to sign in' },
  lines: [
    'If Waymark knows the address, a sign-in link is on its way to it. It should be there in a few minutes.',
    'If nothing comes, ask the person who gives roles at your school which address they have for you.',
  ],
  errors: null,
  action: null,
  email: '',
});

/** What the page is shown for: the people of a demonstration, and whether letters of a trial are kept for operators. */
export type SignInAt = { readonly demo: readonly DemoPerson[]; readonly trial: boolean };

export function signInPage({ demo, trial }: SignInAt, body?: unknown, errors: FormErrors | null = null) {
  return {
    title: 'Sign in',
    errors,
    action: paths.signIn.form,
    ask: paths.signIn.ask,
    email: field(body, 'email'),
    trial: trial
      ? 'This is a trial: no mail server is set up. Whoever looks after this Waymark can read its letters in the mailbox when they are signed in.'
      : '',
    /** The page that was asked for before. */
    backTo: field(body, 'back'),
    demo: demo.map(({ personId, name, roles }) => ({ personId, name, roles, action: paths.signIn.as })),
  };
}

/** The page behind a one-time link: opening it changes nothing, because mail programs open links by themselves. */
export const oncePage = (token: string) => ({
  title: 'Sign in to Waymark',
  lines: ['This link signs you in once.'],
  action: urlOf(paths.signIn.once, { token }),
  submit: 'Continue',
});

export const usedPage = () => ({
  title: 'This sign-in link does not work any more',
  lines: ['A sign-in link works once and for a short time. Sign in with your password, or ask for another link.'],
  action: null,
  submit: '',
});
