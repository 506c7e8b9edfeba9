import { given, heard, ids } from '#testing';
import { letterIdOf } from '../vocabulary.js';
import { tellTheProviderWhatToKnow } from './tell-the-provider-what-to-know.js';

const { placementId, subjectId, schoolId, siteId, recipientId, personId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'recipientId',
  'personId',
);
const at = '2026-11-16T09:00:00.000Z';
const on = '2026-11-16';
const data = { placementId, subjectId, schoolId, siteId, sending: 2, recipientId, personId, on };

// Procedure: S13.9
describe('whoever is sent what a provider must know', () => {
  it('gets a letter of its own each time, which says where and nothing of it', () => {
    const occasion = `briefing-${placementId}-2`;
    const letterId = letterIdOf(recipientId, occasion);
    const to = { letterId, kind: 'briefing', recipientId, recipientKind: 'adult' } as const;
    const where = { occasion, siteId, on, duties: [], briefing: { placementId, sending: 2 } };
    given(tellTheProviderWhatToKnow)()
      .when(heard({ type: 'BriefingSent', data }, { meta: { recordedAt: at } }))
      .then({ type: 'ComposeLetter', data: { ...to, ...where, composedAt: at } });
  });
});
