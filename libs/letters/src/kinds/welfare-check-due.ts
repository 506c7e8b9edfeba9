import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const welfareCheckDue: LetterDescription = {
  kind: 'welfare-check-due',
  when: 'Some school days before the last day by which a pupil is to be seen safe and well, where nobody has recorded a check yet.',
  why: 'A school stays responsible for a pupil whom somebody else teaches, and so somebody of the school looks that they are safe and well.',
  to: 'The person whom the school named for the checks, or who stands in; where none is named, the person of the school who owes it: one letter each.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `Safe and well checks due soon, ${occasion}`,
  body: (facts) => [
    { paragraph: `A safe and well check is due soon ${forPupils(facts)}.` },
    { paragraph: 'The page says for whom, and by which day. An attempt that reached nobody does not count as one.' },
    ...oversightPages(facts),
  ],
};
