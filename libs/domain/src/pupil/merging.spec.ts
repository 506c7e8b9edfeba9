import fc from 'fast-check';
import { given, ids } from '#testing';
import { numberWentAlong } from './merging.js';
import { pupil, type PupilCommand, type PupilEvent } from './pupil.js';

const { subjectId, keptId, thirdId, schoolId, otherSchoolId, personId, placementId } = ids(
  'subjectId',
  'keptId',
  'thirdId',
  'schoolId',
  'otherSchoolId',
  'personId',
  'placementId',
);
const identity = {
  subjectId,
  schoolId,
  givenName: 'Nia',
  familyName: 'Okafor',
  upn: 'A123456789012',
  bornOn: '2012-05-09',
  yearGroup: 9,
};
const entered: PupilEvent = { type: 'PupilEntered', data: identity };
const about = { subjectId, schoolId, intoId: keptId, personId };
const merging = {
  ...about,
  mergedOn: '2026-11-24',
  because: 'Entered by the office and by an import.',
  placementIds: [placementId],
  numberGoesAlong: false,
};
const merge: PupilCommand = { type: 'MergePupil', data: merging };
const merged: PupilEvent = { type: 'PupilMerged', data: merging };
const unmerging = { ...about, unmergedOn: '2026-11-25', because: 'They are twins.' };
const unmerge: PupilCommand = { type: 'UnmergePupil', data: unmerging };
const unmerged: PupilEvent = { type: 'PupilUnmerged', data: unmerging };
const status: PupilCommand = {
  type: 'NoteStatus',
  data: { subjectId, schoolId, status: 'looked-after', value: 'yes', on: '2026-11-25' },
};

describe('two records of one pupil', () => {
  const after = given(pupil);

  it('are merged, and one of them is kept', () => after(entered).when(merge).then(merged));
  it('are merged once, however often', () => after(entered, merged).when(merge).thenNothing());
  it('are not merged into a third before that is taken back', () =>
    after(entered, merged)
      .when({ type: 'MergePupil', data: { ...merging, intoId: thirdId } })
      .thenRefused('pupil-merged'));
  it('are two', () =>
    after(entered)
      .when({ type: 'MergePupil', data: { ...merging, intoId: subjectId } })
      .thenRefused('merged-into-itself'));
  it('are of the school whose they are', () => {
    after().when(merge).thenRefused('pupil-not-entered');
    after(entered)
      .when({ type: 'MergePupil', data: { ...merging, schoolId: otherSchoolId } })
      .thenRefused('pupil-of-another-school');
  });
  it('are two again when that was an error, and may be merged anew', () => {
    after(entered, merged).when(unmerge).then(unmerged);
    after(entered, merged, unmerged).when(unmerge).thenNothing();
    after(entered).when(unmerge).thenRefused('pupil-not-merged');
    after(entered, merged, unmerged).when(merge).then(merged);
    after(entered, merged)
      .when({ type: 'UnmergePupil', data: { ...unmerging, intoId: thirdId } })
      .thenRefused('pupil-not-merged');
  });
  it('are never again both entered into: the one that is given up takes nothing', () => {
    const contactId = placementId;
    const { upn: _upn, ...details } = identity;
    const orders: PupilCommand[] = [
      status,
      { type: 'ChangePupilDetails', data: { ...identity, familyName: 'Okoro' } },
      { type: 'ChangePupilDetails', data: { ...details, upnUnknownBecause: 'Mislaid.' } },
      { type: 'NoteCharacteristics', data: { subjectId, schoolId, ethnicity: 'mixed', gender: 'girl' } },
      { type: 'RemoveContact', data: { subjectId, schoolId, contactId } },
      { type: 'RemoveKeyAdult', data: { subjectId, schoolId, keyAdultId: contactId } },
      { type: 'RemoveEarlierProvision', data: { subjectId, schoolId, entryId: contactId } },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...orders), (order) => {
        after(entered, merged).when(order).thenRefused('pupil-merged');
      }),
    );
    after(entered, merged, unmerged).when(status).then({ type: 'StatusNoted', data: status.data });
  });
  it('have one number between them, where it goes to the one that is kept', () => {
    const along: PupilEvent = { type: 'PupilMerged', data: { ...merging, numberGoesAlong: true } };
    const { upn: _upn, ...details } = identity;
    const numberless = { ...details, upnUnknownBecause: numberWentAlong };
    const again: PupilCommand = { type: 'ChangePupilDetails', data: identity };
    // Two again, the one that was given up has no number until somebody enters it.
    after(entered, along, unmerged).when({ type: 'ChangePupilDetails', data: numberless }).thenNothing();
    after(entered, along, unmerged).when(again).then({ type: 'PupilDetailsChanged', data: identity });
    after(entered, merged, unmerged).when(again).thenNothing();
  });
});
