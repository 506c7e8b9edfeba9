import { paths, urlOf } from '../shell/paths.js';
import { schoolLines } from './marks.page.js';

type School = { readonly name: string; readonly telephone: string };

/** A link that has run out: a fresh one goes to the address that the school has, never to one that is typed in here. */
export const expiredPage = (token: string, schools: readonly School[]) => ({
  title: 'This link has run out',
  lines: [
    'A link works until the end of the next school day.',
    'We can send a fresh one to the email address that the school has for you.',
  ],
  action: urlOf(paths.provider.fresh, { token }),
  schools: schoolLines(schools),
});

/** What is said whether or not a letter leaves: the page gives away nothing about who is known here. */
export const freshPage = (schools: readonly School[]) => ({
  title: 'A fresh link is on its way',
  lines: ['It goes to the email address that the school has for you. It should be there in a few minutes.'],
  action: null,
  schools: schoolLines(schools),
});

/** A link that was never ours, or that was changed on its way. */
export const notALinkPage = () => ({
  title: 'This link does not work',
  lines: [
    'Check that you opened the whole link from the email. Some programs break a long link over two lines.',
    'If it still does not work, telephone the school.',
  ],
  action: null,
  schools: [],
});

/** Too many requests from one place: the page asks for a pause. */
export const tooManyPage = () => ({
  title: 'Please wait a moment',
  lines: ['This link has been opened very often in a short time. Wait a few minutes and open it again.'],
  action: null,
  schools: [],
});
