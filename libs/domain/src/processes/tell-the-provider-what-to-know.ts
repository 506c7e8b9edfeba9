import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { LetterCommand } from '../letter/letter.js';
import { placementEvents } from '../placement/placement-events.js';
import { letterIdOf } from '../vocabulary.js';

const hears = pick(placementEvents, 'BriefingSent');

/** Whoever is sent what a provider must know of a pupil gets a letter with the way to it, and nothing of it in the letter. */
// Procedure: S13.9
export const tellTheProviderWhatToKnow: Process<MessageOf<typeof hears>, null, LetterCommand> = {
  name: 'tell-the-provider-what-to-know',
  hears: [hears],
  instance: ({ data }) => data.placementId,
  initial: null,
  evolve: () => null,

  react: ({ data, meta: { recordedAt } }) => {
    const { placementId, siteId, sending, recipientId, on } = data;
    const occasion = `briefing-${placementId}-${sending}`;
    return [
      {
        type: 'ComposeLetter',
        data: {
          letterId: letterIdOf(recipientId, occasion),
          kind: 'briefing',
          recipientId,
          recipientKind: 'adult',
          occasion,
          siteId,
          on,
          duties: [],
          briefing: { placementId, sending },
          composedAt: recordedAt,
        },
      },
    ];
  },
};
