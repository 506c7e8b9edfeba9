import { boards, type LetterDescription } from '../letter-text.js';

export const attendanceUnanswered: LetterDescription = {
  kind: 'attendance-unanswered',
  when: 'When the provider has not answered in time, and again, to somebody else, when nobody has taken it.',
  why: 'A named person of the school has to ask by telephone. The ladder of the procedure says who is told, and when.',
  to: 'The person of the school whom the procedure names for this rung, or who covers or deputises for them.',
  recipient: 'person',
  subject: ({ occasion }) => `No answer about attendance, ${occasion}`,
  body: (facts) => [
    { paragraph: `Nobody has answered about attendance for this session: ${facts.occasion}.` },
    {
      paragraph:
        'Please telephone. The board has the number to ring, who is waited for, and one form for the whole call.',
    },
    ...boards(facts),
    { paragraph: 'If you take it, say so on the board, so that nobody else is told.' },
  ],
};
