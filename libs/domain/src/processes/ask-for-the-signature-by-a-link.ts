import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { LetterCommand } from '../letter/letter.js';
import { placementEvents } from '../placement/placement-events.js';
import { letterIdOf } from '../vocabulary.js';

const hears = pick(placementEvents, 'SignatureAsked');

/** Whoever is asked to sign an agreement gets a letter with the way to it, and nothing of it in the letter. */
// Procedure: S16.5
export const askForTheSignatureByALink: Process<MessageOf<typeof hears>, null, LetterCommand> = {
  name: 'ask-for-the-signature-by-a-link',
  hears: [hears],
  instance: ({ data }) => data.placementId,
  initial: null,
  evolve: () => null,

  react: ({ data, meta: { recordedAt } }) => {
    const { placementId, contactId, asking, on } = data;
    const occasion = `signature-${placementId}-${asking}`;
    return [
      {
        type: 'ComposeLetter',
        data: {
          letterId: letterIdOf(contactId, occasion),
          kind: 'signature-request',
          recipientId: contactId,
          recipientKind: 'contact',
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
