import fc from 'fast-check';
import { given, ids } from '#testing';
import { provider, type ProviderEvent } from './provider.js';
import { sharesOn } from './sharing.js';

const { providerId, schoolId, personId, otherSchoolId } = ids('providerId', 'schoolId', 'personId', 'otherSchoolId');
const entered: ProviderEvent = { type: 'ProviderEntered', data: { providerId, name: 'Harbour Workshops' } };
const agreement = { providerId, schoolId, personId, from: '2026-09-01' };
const recorded: ProviderEvent = { type: 'SharingAgreementRecorded', data: agreement };
const record = (data: typeof agreement & { until?: string }) => ({ type: 'RecordSharingAgreement' as const, data });

describe('a data sharing agreement', () => {
  const after = given(provider);

  it('is recorded for each school, and the last one of a school stands', () => {
    after(entered).when(record(agreement)).then(recorded);
    after(entered, recorded).when(record(agreement)).thenNothing();
    const over = { ...agreement, until: '2026-12-18' };
    after(entered, recorded).when(record(over)).then({ type: 'SharingAgreementRecorded', data: over });
    const other = { ...agreement, schoolId: otherSchoolId };
    after(entered, recorded).when(record(other)).then({ type: 'SharingAgreementRecorded', data: other });
    const state = [entered, recorded, { type: 'SharingAgreementRecorded', data: over } as const].reduce(
      (known, event) => provider.evolve(known, event),
      provider.initial,
    );
    expect(state?.sharing).toEqual({ [schoolId]: over });
  });

  it('has a provider, and does not end before it begins', () => {
    after().when(record(agreement)).thenRefused('provider-not-entered');
    const early = record({ ...agreement, until: '2026-08-31' });
    after(entered).when(early).thenRefused('sharing-ends-before-it-begins');
  });

  it('holds from its first day to its last, or for good', () => {
    expect(sharesOn(null, '2026-11-16')).toBe(false);
    const days = fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
    fc.assert(
      fc.property(days, fc.option(days, { nil: undefined }), days, (from, until, on) => {
        expect(sharesOn({ from, until }, on)).toBe(!(on < from) && !(until !== undefined && on > until));
      }),
    );
  });
});
