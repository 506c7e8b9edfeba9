import { given, heard, ids } from '#testing';
import { letterIdOf } from '../vocabulary.js';
import { askTheProviderInWriting } from './ask-the-provider-in-writing.js';

const about = ids('assuranceId', 'schoolId', 'providerId', 'siteId');
const { recipientId, personId } = ids('recipientId', 'personId');
const at = '2026-11-16T09:00:00.000Z';
const round = { ...about, round: 2, recipientId, personId, on: '2026-11-16' };
const letter = (kind: 'assurance-request' | 'assurance-chase', which: string) => {
  const occasion = `${kind}-${about.assuranceId}-${which}`;
  return {
    type: 'ComposeLetter' as const,
    data: {
      letterId: letterIdOf(recipientId, occasion),
      kind,
      recipientId,
      recipientKind: 'adult' as const,
      occasion,
      siteId: about.siteId,
      on: '2026-11-16',
      duties: [],
      assurance: { assuranceId: about.assuranceId, round: 2 },
      composedAt: at,
    },
  };
};

describe('whoever is asked for written assurance', () => {
  const heardSo = given(askTheProviderInWriting)();

  // Procedure: S23.1, S23.2
  it('gets a letter', () =>
    heardSo
      .when(
        heard(
          {
            type: 'AssuranceRequested',
            data: { ...round, replyBy: '2026-11-30', procedure: { id: 'off-site-education', edition: '2026-09' } },
          },
          { meta: { recordedAt: at } },
        ),
      )
      .then(letter('assurance-request', '2')));

  it('gets another one each time they are chased', () =>
    heardSo
      .when(heard({ type: 'AssuranceChased', data: { ...round, chase: 3 } }, { meta: { recordedAt: at } }))
      .then(letter('assurance-chase', '2-3')));
});
