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

export function signInPage(demo: readonly DemoPerson[], body?: unknown, errors: FormErrors | null = null) {
  return {
    title: 'Sign in',
    errors,
    action: paths.signIn.form,
    email: field(body, 'email'),
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
