import { aboutTheLink, assurancePage, byWhen, type LetterDescription } from '../letter-text.js';

export const assuranceChase: LetterDescription = {
  kind: 'assurance-chase',
  when: 'When the school asks again for written assurance, because it has no answer or not all of it.',
  why: 'Without it the school can’t know that everybody who works with its pupils was checked.',
  to: 'The adult at the provider whom the school chose this time.',
  recipient: 'adult',
  subject: () => 'Still waiting: please confirm your safeguarding checks',
  body: (facts) => [
    {
      paragraph: `We asked for it in writing that safeguarding checks were carried out on those who work with our pupils${byWhen(facts)}, and have not heard all of it yet.`,
    },
    {
      paragraph: 'Please open the page and answer what is still open. It names the school, and whom you can ask there.',
    },
    ...assurancePage(facts),
    aboutTheLink(facts),
  ],
};
