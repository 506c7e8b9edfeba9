import { aboutTheLink, assurancePage, byWhen, type LetterDescription } from '../letter-text.js';

// Procedure: S23.1, S23.2, S23.26, S23.32, S23.33, S23.34
export const assuranceRequest: LetterDescription = {
  kind: 'assurance-request',
  when: 'When the alternative provision lead or the safeguarding lead of a school asks for written assurance about a site.',
  why: 'A school needs it in writing that everybody who works with its pupils was checked. Which school asks, who, and how to reach them stands on the page: not in an email.',
  to: 'The adult at the provider whom the school chose.',
  recipient: 'adult',
  subject: () => 'Please confirm your safeguarding checks',
  body: (facts) => [
    {
      paragraph: `We ask you to confirm in writing that safeguarding checks were carried out on those who work with our pupils${byWhen(facts)}.`,
    },
    {
      paragraph:
        'The page names the school, and the person there whom you answer and can ask. It asks who works with the pupils, what was checked of each, and which policies you have. You can save some now and come back for the rest.',
    },
    ...assurancePage(facts),
    aboutTheLink(facts),
    { paragraph: 'Thank you for helping to keep our pupils safe.' },
  ],
};
