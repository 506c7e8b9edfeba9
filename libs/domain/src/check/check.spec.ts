import { erased, idFrom } from '#event-sourcing';
import { given, ids } from '#testing';
import { checkIdOf } from '../vocabulary.js';
import { check, settlingOf, type CheckCommand, type CheckEvent } from './check.js';

const { providerId, siteId, personId } = ids('providerId', 'siteId', 'personId');
const about = { checkId: checkIdOf(siteId, 'online-safety', 1), providerId, siteId, row: 'online-safety', round: 1 };
const finding = { ...about, personId, on: '2026-11-02', evidence: 'Policy of March 2026, read.' };
const exemption = { ...about, personId, on: '2026-11-02', because: 'No device is used at this site.' };

const met: CheckEvent = { type: 'CheckMet', data: finding };
const notMet: CheckEvent = { type: 'CheckNotMet', data: finding };
const notApplicable: CheckEvent = { type: 'CheckNotApplicable', data: exemption };
const recordMet: CheckCommand = { type: 'RecordCheckMet', data: finding };
const recordNotMet: CheckCommand = { type: 'RecordCheckNotMet', data: finding };
const recordNotApplicable: CheckCommand = { type: 'RecordCheckNotApplicable', data: exemption };

describe('a check', () => {
  const after = given(check);

  it('is met, not met, or not applicable', () => {
    after().when(recordMet).then(met);
    after().when(recordNotMet).then(notMet);
    after().when(recordNotApplicable).then(notApplicable);
  });
  it('is found so once, however often it is said', () => {
    after(met).when(recordMet).thenNothing();
    after(notMet).when(recordNotMet).thenNothing();
    after(notApplicable).when(recordNotApplicable).thenNothing();
  });
  it('may be found otherwise, both ways', () => {
    after(notMet).when(recordMet).then(met);
    after(met).when(recordNotMet).then(notMet);
    after(notMet, met).when(recordNotMet).then(notMet);
    after(met).when(recordNotApplicable).then(notApplicable);
    after(notApplicable).when(recordMet).then(met);
  });
  it('may be met by other evidence', () => {
    const newer = { ...finding, on: '2026-11-20', evidence: 'Policy of November 2026, read.' };
    after(met).when({ type: 'RecordCheckMet', data: newer }).then({ type: 'CheckMet', data: newer });
  });
  // Procedure: S5.5
  it('is met by documents, once for the same ones, and again when others come', () => {
    const document = {
      documentId: idFrom('policy'),
      mediaType: 'application/pdf',
      bytes: 1_200,
      sealedHash: '0'.repeat(64),
    } as const;
    const shown = { ...finding, documents: [document], fileNames: ['policy.pdf'] };
    const found: CheckEvent = { type: 'CheckMet', data: shown };
    after(met).when({ type: 'RecordCheckMet', data: shown }).then(found);
    after(found).when({ type: 'RecordCheckMet', data: shown }).thenNothing();
    const other = { ...shown, documents: [{ ...document, documentId: idFrom('a newer policy') }] };
    after(found).when({ type: 'RecordCheckMet', data: other }).then({ type: 'CheckMet', data: other });
  });
  it('may not apply for another reason', () => {
    const other = { ...exemption, because: 'Pupils bring no device.' };
    after(notApplicable)
      .when({ type: 'RecordCheckNotApplicable', data: other })
      .then({ type: 'CheckNotApplicable', data: other });
  });
  it('is not found anew after erasure', () =>
    after({ type: 'CheckMet', data: { ...finding, evidence: erased } })
      .when(recordMet)
      .thenNothing());

  // Procedure: S9.3, S10.3
  it('says until when it holds, and is not met by what had run out', () => {
    const until = (last: string) => ({ ...finding, until: last });
    const proven: CheckEvent = { type: 'CheckMet', data: until('2027-03-31') };
    after()
      .when({ type: 'RecordCheckMet', data: until('2027-03-31') })
      .then(proven);
    after(proven)
      .when({ type: 'RecordCheckMet', data: until('2027-03-31') })
      .thenNothing();
    after(met)
      .when({ type: 'RecordCheckMet', data: until('2027-03-31') })
      .then(proven);
    after()
      .when({ type: 'RecordCheckMet', data: until('2026-11-01') })
      .thenRefused('check-over-when-seen');
    const over: CheckCommand = { type: 'RecordCheckNotApplicable', data: { ...exemption, until: '2026-11-01' } };
    after().when(over).thenRefused('check-over-when-seen');
  });

  it('is settled when it is met or does not apply', () => {
    const settled = (...events: readonly CheckEvent[]) =>
      settlingOf(events.reduce((state, event) => check.evolve(state, event), check.initial))?.on ?? null;
    expect(settled()).toBe(null);
    expect(settled(met)).toBe('2026-11-02');
    expect(settled(notApplicable)).toBe('2026-11-02');
    expect(settled(met, notMet)).toBe(null);
  });
});
