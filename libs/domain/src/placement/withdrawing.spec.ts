import fc from 'fast-check';
import { Refusal } from '#event-sourcing';
import { given, ids } from '#testing';
import { evidenceAfter } from './evidence.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';
import { placement } from './placement.js';
import { arrangedOn } from './signing.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { contactId, personId, providerId, siteId } = ids('contactId', 'personId', 'providerId', 'siteId');
const on = '2026-11-16';
const later = '2026-11-18';
const startOn = '2026-11-24';
const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
const plan = { providerId, siteId, purpose: 'To learn to cook.', startOn, slots };
const procedure = { id: 'off-site-education', edition: '2025-01' };
const proposed: PlacementEvent = { type: 'PlacementProposed', data: { ...about, ...plan, procedure } };

const asking = { ...about, contactId, asking: 1, personId, on, version: '1' };
const asked: PlacementEvent = { type: 'SignatureAsked', data: asking };
const signed = { version: '1', statements: ['I understand the offer.'], arrangements: ['Tuesday morning'] };
const signature = { ...about, contactId, asking: 1, agreedOn: on, signedBy: 'Ms Khan', signed };
const agreed: PlacementEvent = { type: 'PlacementAgreed', data: { ...signature, channel: 'link' } };
const arranged = arrangedOn([{ from: startOn, slots }], startOn, on, undefined);
const sign: PlacementCommand = { type: 'SignAgreement', data: { ...signature, arranged } };
const onPaper = { ...about, agreedOn: later, signedBy: 'Ms Khan', channel: 'paper', receivedById: personId } as const;
const agreedAnew: PlacementEvent = { type: 'PlacementAgreed', data: onPaper };
const agreeAnew: PlacementCommand = { type: 'AgreePlacement', data: onPaper };

const said = { ...about, withdrawnOn: later, how: 'by-telephone', personId, withdrawnBy: 'Ms Khan' } as const;
const withdraw: PlacementCommand = { type: 'WithdrawAgreement', data: said };
const withdrawn: PlacementEvent = { type: 'AgreementWithdrawn', data: said };
const start = (startedOn: string): PlacementCommand => ({
  type: 'StartPlacement',
  data: { ...about, startedOn, required: ['agreement-signed'] },
});
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: startOn } };

// Procedure: S16.5
describe('an agreement that is taken back', () => {
  const after = given(placement);

  it('is a fact, before the start and while the placement runs, and once however often it is told', () => {
    after(proposed, agreed).when(withdraw).then(withdrawn);
    after(proposed, agreed, started).when(withdraw).then(withdrawn);
    after(proposed, agreed, withdrawn).when(withdraw).thenNothing();
  });

  it('may be told of a placement that has ended', () => {
    const ended: PlacementEvent = { type: 'PlacementEnded', data: { ...about, endedOn: startOn, because: 'A move.' } };
    after(proposed, agreed, started, ended).when(withdraw).then(withdrawn);
  });

  it('was one, and of no earlier day than the signature', () => {
    after(proposed, asked).when(withdraw).thenRefused('agreement-not-signed');
    const early: PlacementCommand = { type: 'WithdrawAgreement', data: { ...said, withdrawnOn: '2026-11-15' } };
    after(proposed, agreed).when(early).thenRefused('withdrawn-before-signed');
  });

  it('lets nothing start before somebody has signed anew', () => {
    after(proposed, agreed, withdrawn).when(start(startOn)).thenRefused('evidence-missing');
    after(proposed, agreed, withdrawn, agreedAnew).when(start(startOn)).then(started);
  });

  it('is missing where the placement is found to have begun without another', () => {
    const found = { ...about, startedOn: startOn };
    after(proposed, agreed, withdrawn)
      .when({ type: 'FindPlacementStarted', data: { ...found, required: ['agreement-signed'] } })
      .then({ type: 'PlacementFoundStarted', data: { ...found, missing: ['agreement-signed'] } });
  });

  it('is settled by a signature of that day or later, and by none from before', () => {
    after(proposed, agreed, withdrawn).when(agreeAnew).then(agreedAnew);
    const before: PlacementCommand = { type: 'AgreePlacement', data: { ...onPaper, agreedOn: '2026-11-17' } };
    after(proposed, agreed, withdrawn).when(before).thenRefused('signed-before-withdrawal');
  });

  it('does not come back when the same signature is told once more', () => {
    after(proposed, agreedAnew, withdrawn).when(agreeAnew).thenNothing();
    after(proposed, asked, agreed, withdrawn).when(sign).thenNothing();
  });

  it('is signed anew by another letter, and by none from before', () => {
    const anew = { ...signature, agreedOn: later };
    const byOld: PlacementCommand = { type: 'SignAgreement', data: { ...anew, arranged } };
    after(proposed, asked, agreed, withdrawn).when(byOld).thenRefused('signature-taken-back');
    const again = { ...asking, asking: 2, on: later };
    const askedAgain: PlacementEvent = { type: 'SignatureAsked', data: again };
    after(proposed, asked, agreed, withdrawn).when({ type: 'AskForSignature', data: again }).then(askedAgain);
    after(proposed, asked, agreed, withdrawn, askedAgain)
      .when({ type: 'SignAgreement', data: { ...anew, asking: 2, arranged } })
      .then({ type: 'PlacementAgreed', data: { ...anew, asking: 2, channel: 'link' } });
  });

  it('is told better later, and the letter that has gone out since still leads to a signature', () => {
    const better = { ...said, because: 'She does not want him to go so far.' };
    const again = { ...asking, asking: 2, on: later };
    const askedAgain: PlacementEvent = { type: 'SignatureAsked', data: again };
    const withdrawnBetter: PlacementEvent = { type: 'AgreementWithdrawn', data: better };
    const history = [proposed, asked, agreed, withdrawn, askedAgain] as const;
    after(...history)
      .when({ type: 'WithdrawAgreement', data: better })
      .then(withdrawnBetter);
    const anew = { ...signature, asking: 2, agreedOn: later };
    after(...history, withdrawnBetter)
      .when({ type: 'SignAgreement', data: { ...anew, arranged } })
      .then({ type: 'PlacementAgreed', data: { ...anew, channel: 'link' } });
  });

  it('is never what a placement began without: what was there at its start stays, with its day', () => {
    const there = { 'agreement-signed': on };
    expect(evidenceAfter(there, withdrawn as never, true)).toEqual(there);
    expect(evidenceAfter(there, agreedAnew as never, true)).toEqual(there);
    expect(evidenceAfter(there, withdrawn as never, false)).toEqual({});
  });

  it('decides the start by the last word alone, whatever was signed and taken back before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 10 }), (words) => {
        let state = placement.evolve(placement.initial, proposed);
        const order = (command: PlacementCommand): boolean => {
          try {
            state = placement.decide(command, state).reduce((known, event) => placement.evolve(known, event), state);
            return true;
          } catch (error) {
            if (error instanceof Refusal) return false;
            throw error;
          }
        };
        words.forEach((signs, index) => {
          const day = `2026-11-${String(index + 1).padStart(2, '0')}`;
          if (signs) order({ type: 'AgreePlacement', data: { ...onPaper, agreedOn: day } });
          else order({ type: 'WithdrawAgreement', data: { ...said, withdrawnOn: day } });
        });
        expect(order(start(startOn))).toBe(words.at(-1) ?? false);
      }),
    );
  });
});
