import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const liaisonDue: LetterDescription = {
  kind: 'liaison-due',
  when: 'Some school days before the last day of a school week in which nobody has recorded yet that school and provider spoke about a pupil.',
  why: 'School and provider speak about each pupil in every week in which the pupil is expected there, and a mark of attendance is no talk.',
  to: 'The person of the school who owes it, or who covers or deputises for them: one letter for all pupils of the school.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `This week’s talks with providers, ${occasion}`,
  body: (facts) => [
    { paragraph: `This week’s talk with the provider is still to be recorded ${forPupils(facts)}.` },
    { paragraph: 'One call to a provider can fill in all its pupils on one page.' },
    ...oversightPages(facts),
  ],
};
