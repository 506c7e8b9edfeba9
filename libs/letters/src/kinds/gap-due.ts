import { gapPages, piecesInWords, type LetterDescription } from '../letter-text.js';

export const gapDue: LetterDescription = {
  kind: 'gap-due',
  when: 'Some school days before the day that a head has set for what was missing when placements were found to have begun.',
  why: 'A placement that began outside the procedure is made good by a day, and not at some time or other.',
  to: 'The person of the school who owes it, or who covers or deputises for them: one letter for all that is due on that day.',
  recipient: 'person',
  opens: 'gaps',
  subject: ({ occasion }) => `Due soon: what is missing, ${occasion}`,
  body: (facts) => [
    { paragraph: `${piecesInWords(facts)} due soon.` },
    { paragraph: 'Please record what is there by now. The page says what is missing, for whom, and by which day.' },
    ...gapPages(facts),
  ],
};
