import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';
import { arrangedOn, barredFromSigning, hasAuthority } from './signing.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { contactId, otherId, personId, providerId, siteId } = ids(
  'contactId',
  'otherId',
  'personId',
  'providerId',
  'siteId',
);
const on = '2026-11-16';
const startOn = '2026-11-24';
const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
const later = [{ weekday: 3, session: 'pm', arriveAt: '13:10', leaveAt: '15:00' } as const];
const procedure = { id: 'off-site-education', edition: '2025-01' };
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: { ...about, providerId, siteId, purpose: 'To learn to cook.', startOn, slots, procedure },
};
const asking = { ...about, contactId, asking: 1, personId, on, version: '1' };
const ask: PlacementCommand = { type: 'AskForSignature', data: asking };
const asked: PlacementEvent = { type: 'SignatureAsked', data: asking };
const form = { version: '1', statements: ['I understand the offer.'], arrangements: ['Tuesday morning'] };
const arranged = arrangedOn([{ from: startOn, slots }], startOn, on, undefined);
const signature = { ...about, contactId, asking: 1, agreedOn: on, signedBy: 'Ms Khan', signed: form };
const sign: PlacementCommand = { type: 'SignAgreement', data: { ...signature, arranged } };
const signed: PlacementEvent = { type: 'PlacementAgreed', data: { ...signature, channel: 'link' } };
const onPaper = { ...about, agreedOn: on, signedBy: 'Ms Khan', channel: 'paper', receivedById: personId } as const;

// Procedure: S16.5
describe('a signature by a link', () => {
  const after = given(placement);

  it('is asked for once, however often the form is sent, and again by another letter', () => {
    after(proposed).when(ask).then(asked);
    after(proposed, asked).when(ask).thenNothing();
    const again = { ...asking, asking: 2 };
    after(proposed, asked).when({ type: 'AskForSignature', data: again }).then({ type: 'SignatureAsked', data: again });
  });

  it('counts as the agreement, and keeps the form and by whom it was signed', () =>
    after(proposed, asked).when(sign).then(signed));

  it('is given once, whatever name is typed the second time', () => {
    after(proposed, asked, signed).when(sign).thenNothing();
    const otherwise = { ...signature, signedBy: 'A Khan', arranged };
    after(proposed, asked, signed).when({ type: 'SignAgreement', data: otherwise }).thenNothing();
  });

  it('is given by nobody who was not asked, and by no other letter than theirs', () => {
    after(proposed).when(sign).thenRefused('signature-not-asked');
    const other = { ...signature, contactId: otherId, arranged };
    after(proposed, asked).when({ type: 'SignAgreement', data: other }).thenRefused('signature-not-asked');
    const another = { ...signature, asking: 2, arranged };
    after(proposed, asked).when({ type: 'SignAgreement', data: another }).thenRefused('signature-not-asked');
  });

  it('is not given for what has changed since it was shown', () => {
    const moved: PlacementEvent = { type: 'WeekPlanned', data: { ...about, from: startOn, slots: later } };
    after(proposed, asked, moved).when(sign).thenRefused('arrangements-changed');
    // A week that begins later is none of what is signed now.
    const nextMonth: PlacementEvent = { type: 'WeekPlanned', data: { ...about, from: '2027-01-04', slots: later } };
    after(proposed, asked, nextMonth).when(sign).then(signed);
  });

  it('is neither asked for nor given once it is signed otherwise, or over', () => {
    const paper: PlacementEvent = { type: 'PlacementAgreed', data: onPaper };
    after(proposed, asked, paper).when(sign).thenRefused('placement-already-agreed');
    const second: PlacementCommand = { type: 'AskForSignature', data: { ...asking, asking: 2 } };
    after(proposed, asked, paper).when(second).thenRefused('placement-already-agreed');
    const begun: PlacementEvent = { type: 'PlacementFoundStarted', data: { ...about, startedOn: on, missing: [] } };
    const ended: PlacementEvent = { type: 'PlacementEnded', data: { ...about, endedOn: on, because: 'A move.' } };
    after(proposed, asked, begun, ended).when(sign).thenRefused('placement-ended');
    after(proposed, begun, ended).when(ask).thenRefused('placement-ended');
  });

  it('may come after the placement was found to have begun', () => {
    const begun: PlacementEvent = {
      type: 'PlacementFoundStarted',
      data: { ...about, startedOn: on, missing: ['agreement-signed'] },
    };
    after(proposed, begun, asked).when(sign).then(signed);
  });
});

describe('a signature on paper', () => {
  // Procedure: S16.5
  it('is not received before it is given', () =>
    given(placement)(proposed)
      .when({ type: 'AgreePlacement', data: { ...onPaper, receivedOn: '2026-11-15' } })
      .thenRefused('received-before-signed'));
});

describe('authority to sign for a pupil', () => {
  const answers = fc.constantFrom('yes', 'no', 'unknown', erased, undefined);
  const flags = fc.constantFrom(true, false, erased, undefined);

  // Procedure: S16.5, X4
  it('is parental responsibility, or leave to sign for whoever has it; what is not known gives none', () => {
    fc.assert(
      fc.property(answers, flags, flags, (parentalResponsibility, maySign, whereaboutsWithheld) => {
        const contact = { parentalResponsibility, maySign, whereaboutsWithheld };
        const may = parentalResponsibility === 'yes' || maySign === true;
        expect(hasAuthority(contact)).toBe(may);
        const barred = whereaboutsWithheld === true ? 'whereabouts-withheld' : may ? null : 'contact-may-not-sign';
        expect(barredFromSigning(contact)).toBe(barred);
      }),
    );
    expect(barredFromSigning(undefined)).toBe('contact-may-not-sign');
  });
});
