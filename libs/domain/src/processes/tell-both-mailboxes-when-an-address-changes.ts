import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { LetterCommand } from '../letter/letter.js';
import { personEvents } from '../person/person.js';
import { letterIdOf } from '../vocabulary.js';

const hears = pick(personEvents, 'PersonAddressChanged');

/**
 * Whoever reads somebody's mailbox can come in as them, by a link that is sent there. So the mailbox of before is told
 * that another has taken its place, whoever changed it and by whatever means, and the one of now hears what it is for.
 */
export const tellBothMailboxesWhenAnAddressChanges: Process<MessageOf<typeof hears>, null, LetterCommand> = {
  name: 'tell-both-mailboxes-when-an-address-changes',
  hears: [hears],
  instance: ({ data }) => data.personId,
  initial: null,
  evolve: () => null,

  react: ({ data: { personId }, position, meta: { recordedAt } }) =>
    (['address-left', 'address-entered'] as const).map((kind) => {
      // By the position it is known which address was the one of before.
      const occasion = `${kind}-${position}`;
      return {
        type: 'ComposeLetter',
        data: {
          letterId: letterIdOf(personId, occasion),
          kind,
          recipientId: personId,
          recipientKind: 'person',
          occasion,
          on: recordedAt.slice(0, 10),
          duties: [],
          composedAt: recordedAt,
        },
      };
    }),
};
