import { given, heard, ids } from '#testing';
import { letterIdOf } from '../vocabulary.js';
import { tellBothMailboxesWhenAnAddressChanges } from './tell-both-mailboxes-when-an-address-changes.js';

const { personId } = ids('personId');
const at = '2026-11-16T09:00:00.000Z';
const letter = (kind: 'address-left' | 'address-entered') => ({
  type: 'ComposeLetter' as const,
  data: {
    letterId: letterIdOf(personId, `${kind}-42`),
    kind,
    recipientId: personId,
    recipientKind: 'person' as const,
    occasion: `${kind}-42`,
    on: '2026-11-16',
    duties: [],
    composedAt: at,
  },
});

describe('an address that changes', () => {
  it('is told to the mailbox of before and to the one of now, by a letter each', () =>
    given(tellBothMailboxesWhenAnAddressChanges)()
      .when(heard({ type: 'PersonAddressChanged', data: { personId } }, { position: 42n, meta: { recordedAt: at } }))
      .then(letter('address-left'), letter('address-entered')));
});
