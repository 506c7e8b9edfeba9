import { given, heard, ids } from '#testing';
import { letterIdOf } from '../vocabulary.js';
import { askForTheSignatureByALink } from './ask-for-the-signature-by-a-link.js';

const { placementId, subjectId, schoolId, contactId, keyAdultId, personId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'contactId',
  'keyAdultId',
  'personId',
);
const at = '2026-11-16T09:00:00.000Z';
const on = '2026-11-16';
const data = { placementId, subjectId, schoolId, contactId, asking: 2, personId, on, version: '1' };

// Procedure: S16.5
describe('whoever is asked to sign an agreement', () => {
  it('gets a letter of its own each time, which says where and nothing of it', () => {
    const occasion = `signature-${placementId}-2`;
    const to = {
      letterId: letterIdOf(contactId, occasion),
      kind: 'signature-request',
      recipientId: contactId,
    } as const;
    const about = { occasion, on, duties: [], signing: { placementId, asking: 2 } };
    given(askForTheSignatureByALink)()
      .when(heard({ type: 'SignatureAsked', data }, { meta: { recordedAt: at } }))
      .then({ type: 'ComposeLetter', data: { ...to, recipientKind: 'contact', ...about, composedAt: at } });
  });

  // Procedure: S16.10, S16.11, S16.12
  it('gets one as well who signs for themselves', () => {
    const occasion = `signature-${placementId}-1`;
    const asked = { placementId, subjectId, schoolId, signatory: 'social-worker', keyAdultId, asking: 1 } as const;
    const letterId = letterIdOf(keyAdultId, occasion);
    const to = { letterId, kind: 'signature-request', recipientId: keyAdultId, recipientKind: 'key-adult' } as const;
    const about = { occasion, on, duties: [], signing: { placementId, asking: 1 } };
    given(askForTheSignatureByALink)()
      .when(heard({ type: 'SignatoryAsked', data: { ...asked, personId, on } }, { meta: { recordedAt: at } }))
      .then({ type: 'ComposeLetter', data: { ...to, ...about, composedAt: at } });
  });
});
