import { aboutTheLink, briefingPage, type LetterDescription } from '../letter-text.js';

// Procedure: S13.9, X7
export const briefing: LetterDescription = {
  kind: 'briefing',
  when: 'When a school sends a provider what it must know of a pupil: before the first day, and again when something has changed.',
  why: 'Whoever looks after a pupil has to know what could go wrong, and whom to ring. What that is stands on the page: not in an email.',
  to: 'The adult at the site whom the school chose.',
  recipient: 'adult',
  subject: () => 'Please read and confirm what you need to know',
  body: (facts) => [
    {
      paragraph:
        'There is something for you to read before somebody comes to you, or because something has changed. Please read all of it, and confirm on the page that you have.',
    },
    {
      paragraph:
        'The page names the school, and whom you can ring there. Please make sure that those who need to know do, and nobody else.',
    },
    ...briefingPage(facts),
    aboutTheLink(facts),
  ],
};
