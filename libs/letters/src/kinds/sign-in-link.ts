import type { LetterDescription } from '../letter-text.js';

export const signInLink: LetterDescription = {
  kind: 'sign-in-link',
  when: 'When somebody is entered as a user, when a link is sent to them again, or when they ask for one at the sign-in page.',
  why: 'Whoever reads the mailbox that the school has for a person may come in as them, once, and choose a password.',
  to: 'The member of staff, at the address that the school has; never at one that is typed in.',
  recipient: 'person',
  subject: () => 'Your sign-in link for Waymark',
  body: ({ links, linkEndsOn }) => [
    { paragraph: 'Here is a link that signs you in to Waymark.' },
    ...links.map(({ href }) => ({ label: 'Sign in to Waymark', href })),
    {
      paragraph:
        'It works once, so please do not pass it on.' +
        (linkEndsOn === undefined ? '' : ` It works until ${linkEndsOn}.`),
    },
    { paragraph: 'When you are signed in, you can choose a password under Your account.' },
    { paragraph: 'If you did not expect this email, you can leave it alone: nothing happens until the link is used.' },
  ],
};
