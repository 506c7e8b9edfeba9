import { gapPages, piecesInWords, type LetterDescription } from '../letter-text.js';

export const gapOverdue: LetterDescription = {
  kind: 'gap-overdue',
  when: 'On the first school day after the day that a head has set has passed; or after a placement was taken on for which none was set.',
  why: 'What a placement should have begun with is still missing. Somebody besides its owner has to know, and a head has to set a day.',
  to: 'The person of the school who owes it, and the headteacher, or who covers or deputises for them: one letter each.',
  recipient: 'person',
  opens: 'gaps',
  subject: ({ occasion }) => `Overdue: what is missing, ${occasion}`,
  body: (facts) => [
    { paragraph: `${piecesInWords(facts)} overdue.` },
    { paragraph: 'The page says what is missing and for whom. Please record what is there by now.' },
    { paragraph: 'Where no day has been set by which it is due, the headteacher sets one there.' },
    ...gapPages(facts),
  ],
};
