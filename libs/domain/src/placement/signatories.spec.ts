import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { part } from '../pupil/file.js';
import { evidenceAfter } from './evidence.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';
import { placement } from './placement.js';
import { linkSignatory, signatoryOf } from './signatories.js';
import { arrangedOn } from './signing.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { keyAdultId, otherId, personId, providerId, siteId } = ids(
  'keyAdultId',
  'otherId',
  'personId',
  'providerId',
  'siteId',
);
const on = '2026-11-16';
const startOn = '2026-11-24';
const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
const later = [{ weekday: 3, session: 'pm', arriveAt: '13:10', leaveAt: '15:00' } as const];
const plan = { providerId, siteId, purpose: 'To learn to cook.', startOn, slots };
const procedure = { id: 'off-site-education', edition: '2026-09' };
const proposed: PlacementEvent = { type: 'PlacementProposed', data: { ...about, ...plan, procedure } };
const asking = { ...about, signatory: 'social-worker', keyAdultId, asking: 1, personId, on } as const;
const ask: PlacementCommand = { type: 'AskSignatory', data: asking };
const asked: PlacementEvent = { type: 'SignatoryAsked', data: asking };
const form = { version: '1', statements: ['I have read what is arranged.'], arrangements: ['Tuesday morning'] };
const arranged = arrangedOn([{ from: startOn, slots }], startOn, on, undefined);
const letter = { ...about, signatory: 'social-worker', keyAdultId, asking: 1 } as const;
const signature = { ...letter, signedOn: on, signedBy: 'Sol Weaver', signed: form };
const sign = (otherwise: { keyAdultId?: string; asking?: number; signedBy?: string } = {}): PlacementCommand => ({
  type: 'SignAsSignatory',
  data: { ...signature, arranged, ...otherwise },
});
const signed: PlacementEvent = { type: 'SignatorySigned', data: signature };
const paper = { ...about, signatory: 'social-worker', signedOn: on, receivedOn: on, receivedById: personId } as const;
const received: PlacementEvent = { type: 'SignatureReceived', data: { ...paper, signedBy: 'Sol Weaver' } };

// Procedure: S16.10, S16.11, S16.12
describe('whoever signs for themselves by a link', () => {
  const after = given(placement);

  it('is asked once, however often the form is sent, and again by another letter', () => {
    after(proposed).when(ask).then(asked);
    after(proposed, asked).when(ask).thenNothing();
    const again = { ...asking, asking: 2 };
    after(proposed, asked).when({ type: 'AskSignatory', data: again }).then({ type: 'SignatoryAsked', data: again });
  });

  it('signs once, and is then what the gate asks of them', () => {
    after(proposed, asked).when(sign()).then(signed);
    after(proposed, asked, signed)
      .when(sign({ signedBy: 'S Weaver' }))
      .thenNothing();
    expect(evidenceAfter({}, signed as never, false)).toEqual({ 'agreement-signed-by-social-worker': on });
  });

  it('is nobody who was not asked, by no other letter, and in no other part', () => {
    after(proposed).when(sign()).thenRefused('signature-not-asked');
    after(proposed, asked)
      .when(sign({ keyAdultId: otherId }))
      .thenRefused('signature-not-asked');
    after(proposed, asked)
      .when(sign({ asking: 2 }))
      .thenRefused('signature-not-asked');
    const another: PlacementCommand = {
      type: 'SignAsSignatory',
      data: { ...signature, arranged, signatory: 'virtual-school' },
    };
    after(proposed, asked).when(another).thenRefused('signature-not-asked');
  });

  it('signs nothing that has changed since it was shown', () => {
    const moved: PlacementEvent = { type: 'WeekPlanned', data: { ...about, from: startOn, slots: later } };
    after(proposed, asked, moved).when(sign()).thenRefused('arrangements-changed');
  });

  it('is neither asked nor signs once somebody has signed in that part, or the placement is over', () => {
    const second: PlacementCommand = { type: 'AskSignatory', data: { ...asking, asking: 2 } };
    after(proposed, asked, received).when(sign()).thenRefused('signatory-has-signed');
    after(proposed, asked, received).when(second).thenRefused('signatory-has-signed');
    const begun: PlacementEvent = { type: 'PlacementFoundStarted', data: { ...about, startedOn: on, missing: [] } };
    const ended: PlacementEvent = { type: 'PlacementEnded', data: { ...about, endedOn: on, because: 'A move.' } };
    after(proposed, asked, begun, ended).when(sign()).thenRefused('placement-ended');
    after(proposed, begun, ended).when(ask).thenRefused('placement-ended');
  });

  it('is not bound by what becomes of a parent’s signature', () => {
    const said = { ...about, withdrawnOn: on, how: 'in-person', personId, withdrawnBy: 'Ms Khan' } as const;
    const agreed: PlacementEvent = { type: 'PlacementAgreed', data: { ...about, agreedOn: on, signedBy: 'Ms Khan' } };
    after(proposed, asked, agreed, { type: 'AgreementWithdrawn', data: said }).when(sign()).then(signed);
  });

  it('signs by the part that the pupil’s page names them in, and by no other', () => {
    const parts = fc.constantFrom(...part.options, erased, undefined);
    fc.assert(
      fc.property(parts, (played) => {
        const signatory = signatoryOf({ part: played });
        const signs = ['social-worker', 'sen-key-worker', 'virtual-school'].includes(String(played));
        expect(signatory !== null).toBe(signs);
        expect([null, ...linkSignatory.options]).toContain(signatory);
      }),
    );
    expect(signatoryOf({ part: 'sen-key-worker' })).toBe('sen-caseworker');
    expect(signatoryOf(undefined)).toBeNull();
  });
});
