import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const visitMissed: LetterDescription = {
  kind: 'visit-missed',
  when: 'On the first school day after the last day by which a monitoring visit to a pupil was due, where none is recorded.',
  why: 'Nobody of the school has been where a pupil is taught for longer than was agreed. Somebody besides the person named has to know.',
  to: 'The person whom the school named for the visits, or who stands in, and the headteacher: one letter each.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `Monitoring visits missed, ${occasion}`,
  body: (facts) => [
    { paragraph: `No monitoring visit is recorded in the agreed time ${forPupils(facts)}.` },
    {
      paragraph:
        'Please visit, and record it. If it was done in time, record it with its day: it then shows as done on time and recorded late.',
    },
    ...oversightPages(facts),
  ],
};
