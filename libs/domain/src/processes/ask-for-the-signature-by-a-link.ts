import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { LetterCommand } from '../letter/letter.js';
import { placementEvents } from '../placement/placement-events.js';
import { letterIdOf } from '../vocabulary.js';

const hears = pick(placementEvents, 'SignatureAsked', 'SignatoryAsked');

/** Whoever is asked to sign an agreement gets a letter with the way to it, and nothing of it in the letter. */
// Procedure: S16.5, S16.10, S16.11, S16.12
export const askForTheSignatureByALink: Process<MessageOf<typeof hears>, null, LetterCommand> = {
  name: 'ask-for-the-signature-by-a-link',
  hears: [hears],
  instance: ({ data }) => data.placementId,
  initial: null,
  evolve: () => null,

  react: ({ type, data, meta: { recordedAt } }) => {
    const { placementId, asking, on } = data;
    const occasion = `signature-${placementId}-${asking}`;
    const recipient =
      type === 'SignatureAsked'
        ? ({ recipientId: data.contactId, recipientKind: 'contact' } as const)
        : ({ recipientId: data.keyAdultId, recipientKind: 'key-adult' } as const);
    return [
      {
        type: 'ComposeLetter',
        data: {
          letterId: letterIdOf(recipient.recipientId, occasion),
          kind: 'signature-request',
          ...recipient,
          occasion,
          on,
          duties: [],
          signing: { placementId, asking },
          composedAt: recordedAt,
        },
      },
    ];
  },
};
