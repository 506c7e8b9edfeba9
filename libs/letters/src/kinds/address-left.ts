import type { LetterDescription } from '../letter-text.js';

export const addressLeft: LetterDescription = {
  kind: 'address-left',
  when: 'When the email address of a member of staff is changed, on a page, by an import or by a command.',
  why: 'Whoever holds the address that is entered for somebody can sign in as them: a change that they know nothing of has to show.',
  to: 'The member of staff, at the address that they had before.',
  recipient: 'person',
  subject: () => 'Your email address for Waymark was changed',
  body: () => [
    {
      paragraph:
        'The email address with which you sign in to Waymark was changed. This email goes to the address that you had before; it is the last one.',
    },
    { paragraph: 'If you know of the change, there is nothing that you need to do.' },
    {
      paragraph:
        'If you don’t, somebody may be trying to sign in as you. Tell the person who looks after Waymark at your school at once, by telephone.',
    },
  ],
};
