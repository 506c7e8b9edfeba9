import { forPupils, oversightPages, type LetterDescription } from '../letter-text.js';

export const liaisonMissed: LetterDescription = {
  kind: 'liaison-missed',
  when: 'On the first school day after a school week in which school and provider did not speak about a pupil, as far as anybody recorded.',
  why: 'A week went by in which nobody of the school heard how a pupil does. Somebody besides its owner has to know.',
  to: 'The person of the school who owes it, and the headteacher, or who covers or deputises for them: one letter each.',
  recipient: 'person',
  opens: 'oversight',
  subject: ({ occasion }) => `Last week’s talks with providers, ${occasion}`,
  body: (facts) => [
    { paragraph: `No talk with the provider is recorded of last school week ${forPupils(facts)}.` },
    {
      paragraph:
        'If you did speak, please record it with the day on which you did: it then shows as done on time and recorded late. If not, please ring the provider today.',
    },
    ...oversightPages(facts),
  ],
};
