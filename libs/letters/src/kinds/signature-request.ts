import { aboutTheLink, signaturePage, type LetterDescription } from '../letter-text.js';

// Procedure: S16.5, S16.10, S16.11, S16.12
export const signatureRequest: LetterDescription = {
  kind: 'signature-request',
  when: 'When a school asks somebody to sign the agreement about a placement: with authority over the pupil, or for themselves.',
  why: 'Who signs has no account and need not come to the school. What is signed stands on the page: not in an email.',
  to: 'The contact of the pupil whom the school chose: somebody with parental responsibility, or who may sign for whoever has it. Or the social worker, the SEN key worker or the virtual school, as the pupil’s page names them.',
  recipient: 'contact',
  subject: () => 'Please read and sign a form',
  body: (facts) => [
    {
      paragraph:
        'A school asks you to read a form and to sign it, if you agree. The page shows what it is about, names the school and whom you can ring there.',
    },
    {
      paragraph:
        'You need no password: type your name on the page to sign. If you would rather sign on paper, or do not agree, ring the school.',
    },
    ...signaturePage(facts),
    aboutTheLink(facts),
  ],
};
