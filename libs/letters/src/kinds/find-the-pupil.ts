import { boards, type LetterDescription } from '../letter-text.js';

export const findThePupil: LetterDescription = {
  kind: 'find-the-pupil',
  when: 'When the school does not know where a pupil is, at the times that the ladder of the procedure sets.',
  why: 'The search ends only when a named person of the school says where the pupil is. Until then somebody is told.',
  to: 'The person of the school whom the procedure names for this rung, or who covers or deputises for them.',
  recipient: 'person',
  subject: ({ occasion }) => `Please look now, ${occasion}`,
  body: (facts) => [
    { paragraph: `Somebody has not been accounted for in this session: ${facts.occasion}.` },
    { paragraph: 'Please open the board now. It says who it is, whom to ring and what is known so far.' },
    ...boards(facts),
    { paragraph: 'If you take it, say so on the board. It stays there until you have written down where they are.' },
  ],
};
