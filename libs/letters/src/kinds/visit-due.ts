import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const visitDue: LetterDescription = {
  kind: 'visit-due',
  when: 'Some school days before the last day by which a monitoring visit to a pupil is due, where none is recorded yet.',
  why: 'What a provider does with a pupil is seen there, and a visit needs to be put into somebody’s week.',
  to: 'The person whom the school named for the visits, or who stands in; where none is named, the person of the school who owes it: one letter each.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `Monitoring visits due soon, ${occasion}`,
  body: (facts) => [
    { paragraph: `A monitoring visit is due soon ${forPupils(facts)}.` },
    { paragraph: 'The page says for whom, and by which day. One trip can be a visit to several pupils.' },
    ...oversightPages(facts),
  ],
};
