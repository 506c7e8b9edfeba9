import type { LetterDescription } from '../letter-text.js';

export const addressEntered: LetterDescription = {
  kind: 'address-entered',
  when: 'When the email address of a member of staff is changed, on a page, by an import or by a command.',
  why: 'They sign in with it from then on; and if it was mistyped, somebody else reads this and can say so.',
  to: 'The member of staff, at the address that they have now.',
  recipient: 'person',
  subject: () => 'Your new email address for Waymark',
  body: ({ links }) => [
    { paragraph: 'This is the email address with which you sign in to Waymark from now on.' },
    { paragraph: 'A password that you have chosen stays as it is.' },
    ...links.map(({ href }) => ({ label: 'Open Waymark', href })),
    {
      paragraph:
        'If you don’t use Waymark, this address was entered by mistake. Please tell whoever sent you here, and delete this email.',
    },
  ],
};
