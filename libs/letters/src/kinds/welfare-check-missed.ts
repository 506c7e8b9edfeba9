import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const welfareCheckMissed: LetterDescription = {
  kind: 'welfare-check-missed',
  when: 'On the first school day after the last day by which a pupil was to be seen safe and well, where no check is recorded.',
  why: 'Nobody of the school has seen or spoken to a pupil for longer than was agreed. Somebody besides the person named has to know.',
  to: 'The person whom the school named for the checks, or who stands in, and the designated safeguarding lead: one letter each.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `Safe and well checks missed, ${occasion}`,
  body: (facts) => [
    { paragraph: `No safe and well check is recorded in the agreed time ${forPupils(facts)}.` },
    {
      paragraph:
        'Please see the pupil, or speak to them, and record it. If it was done in time, record it with its day: it then shows as done on time and recorded late.',
    },
    ...oversightPages(facts),
  ],
};
