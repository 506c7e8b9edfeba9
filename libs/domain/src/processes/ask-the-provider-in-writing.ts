import { pick, type MessageOf, type Process } from '#event-sourcing';
import { assuranceEvents } from '../assurance/assurance.js';
import type { LetterCommand } from '../letter/letter.js';
import { letterIdOf } from '../vocabulary.js';

const hears = pick(assuranceEvents, 'AssuranceRequested', 'AssuranceChased');

/** Whoever is asked for written assurance gets a letter with the way to answer, and another one each time they are chased. */
// Procedure: S23.1, S23.2
export const askTheProviderInWriting: Process<MessageOf<typeof hears>, null, LetterCommand> = {
  name: 'ask-the-provider-in-writing',
  hears: [hears],
  instance: ({ data }) => data.assuranceId,
  initial: null,
  evolve: () => null,

  react: ({ type, data, meta: { recordedAt } }) => {
    const { assuranceId, siteId, round, recipientId, on } = data;
    const [kind, which] =
      type === 'AssuranceRequested'
        ? (['assurance-request', `${round}`] as const)
        : (['assurance-chase', `${round}-${data.chase}`] as const);
    const occasion = `${kind}-${assuranceId}-${which}`;
    return [
      {
        type: 'ComposeLetter',
        data: {
          letterId: letterIdOf(recipientId, occasion),
          kind,
          recipientId,
          recipientKind: 'adult',
          occasion,
          siteId,
          on,
          duties: [],
          assurance: { assuranceId, round },
          composedAt: recordedAt,
        },
      },
    ];
  },
};
