import { aboutTheLink, attendancePage, type LetterDescription } from '../letter-text.js';

export const freshLink: LetterDescription = {
  kind: 'fresh-link',
  when: 'When somebody opens a link that has run out and asks for a fresh one.',
  why: 'A link works for a short time only. A fresh one goes to the registered address, never to one that is typed in.',
  to: 'The adult at the provider to whom the link that has run out was sent.',
  recipient: 'adult',
  subject: () => 'Your fresh link',
  body: (facts) => [
    { paragraph: 'You asked for a fresh link to the attendance page. Here it is.' },
    ...attendancePage(facts),
    aboutTheLink(facts),
    { paragraph: 'If you did not ask for it, you can leave this email alone.' },
  ],
};
