import type { PupilEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { pupils, PupilsById, PupilsByIdAnswers, PupilsOf, PupilsOfAnswers, type PupilRow } from './pupils.js';

const { subjectId, otherSubjectId, thirdSubjectId, schoolId, otherSchoolId } = ids(
  'subjectId',
  'otherSubjectId',
  'thirdSubjectId',
  'schoolId',
  'otherSchoolId',
);
const identity = {
  subjectId,
  schoolId,
  givenName: 'Ada',
  familyName: 'Nwosu',
  upn: 'H801200001001',
  bornOn: '2012-04-09',
  yearGroup: 9,
};
const entered = { type: 'PupilEntered' as const, data: identity };
const noted = (status: 'looked-after' | 'ehc-plan', value: 'yes' | 'no' | 'unknown') =>
  ({ type: 'StatusNoted', data: { subjectId, schoolId, status, value, on: '2026-11-20' } }) as const;
const row: PupilRow = { ...identity, statuses: {} };
const gone = { givenName: erased, familyName: erased, upn: erased, bornOn: erased, yearGroup: erased } as const;

describe('the row of a pupil', () => {
  const after = given(pupils);

  it('begins with who they are', () => after(entered).then(row));
  it('needs a pupil', () => after(noted('looked-after', 'yes')).then(null));
  it('holds what was noted last of each status', () =>
    after(entered, noted('looked-after', 'unknown'), noted('ehc-plan', 'no'), noted('looked-after', 'yes')).then({
      ...row,
      statuses: { 'looked-after': 'yes', 'ehc-plan': 'no' },
    }));
  it('keeps the statuses when details change', () =>
    after(entered, noted('ehc-plan', 'yes'), {
      type: 'PupilDetailsChanged',
      data: { ...identity, familyName: 'Okoro', upnChangedBecause: 'The number was mistyped.' },
    }).then({ ...row, familyName: 'Okoro', statuses: { 'ehc-plan': 'yes' } }));
  it('forgets a UPN that was taken away', () => {
    const { upn: _, ...without } = identity;
    after(entered, { type: 'PupilDetailsChanged', data: without }).then({ ...without, statuses: {} });
  });
  it('says at which schools a pupil was, and where they went, also when their details change', () => {
    const change = { subjectId, schoolId, personId: thirdSubjectId };
    const moving = { ...change, changeId: otherSubjectId, toSchoolId: otherSchoolId, on: '2026-11-09' };
    const moved = { type: 'PupilMovedSchool' as const, data: moving };
    const there = { ...change, schoolId: otherSchoolId, changeId: thirdSubjectId, on: '2026-11-20' };
    const where = { whereTo: 'other-school' as const, toSchool: 'Stoke Hall' };
    const left = { type: 'PupilLeft' as const, data: { ...there, ...where } };
    const { subjectId: _moved, ...firstChange } = { ...moving, kind: 'moved' as const };
    const { subjectId: _left, ...secondChange } = { ...there, kind: 'left' as const, toSchoolId: otherSchoolId };
    const changes = [firstChange, secondChange];
    const wentTo = [{ changeId: thirdSubjectId, ...where }];
    const details = { ...identity, schoolId: otherSchoolId, yearGroup: 10 };
    after(entered, moved).then({ ...row, schoolId: otherSchoolId, changes: [firstChange] });
    after(entered, moved, left, { type: 'PupilDetailsChanged', data: details }).then({
      ...row,
      ...details,
      changes,
      gone: wentTo,
    });
    const back = { ...change, changeId: subjectId, toSchoolId: schoolId, schoolId: otherSchoolId, on: '2026-11-23' };
    const { subjectId: _back, ...thirdChange } = { ...back, kind: 'came-back' as const };
    const cameBack = { type: 'PupilCameBack' as const, data: back };
    after(entered, moved, left, cameBack).then({ ...row, changes: [...changes, thirdChange], gone: wentTo });
    const takenBack = {
      type: 'SchoolChangeTakenBack' as const,
      data: { ...there, on: '2026-11-24', because: 'No.', kind: 'left' as const, toSchoolId: otherSchoolId },
    };
    after(entered, moved, left, takenBack).then({
      ...row,
      schoolId: otherSchoolId,
      changes: [firstChange],
      gone: wentTo,
    });
    const nowhere = { whereTo: erased, toSchool: erased } as const;
    const erasedLeft = { type: 'PupilLeft' as const, data: { ...there, ...nowhere } };
    after(entered, moved, erasedLeft).then({ ...row, schoolId: otherSchoolId, changes, gone: erased });
    after(left).then(null);
  });
  it('says which record is kept in place of it, until that is taken back', () => {
    const intoId = otherSubjectId;
    const about = { subjectId, schoolId, intoId, personId: thirdSubjectId, because: 'Entered twice.' };
    const placementIds: string[] = [];
    const merged = (numberGoesAlong: boolean) => ({
      type: 'PupilMerged' as const,
      data: { ...about, mergedOn: '2026-11-24', placementIds, numberGoesAlong },
    });
    const unmerged = { type: 'PupilUnmerged' as const, data: { ...about, unmergedOn: '2026-11-25' } };
    const kept = {
      mergedInto: intoId,
      mergedOn: '2026-11-24',
      mergedById: thirdSubjectId,
      mergedBecause: 'Entered twice.',
    };
    const { upn: _, ...without } = row;
    const numberless = { ...without, upnUnknownBecause: 'It went to the record that is kept.' };
    after(entered, merged(false)).then({ ...row, ...kept });
    after(entered, merged(true)).then({ ...numberless, ...kept });
    after(entered, merged(false), unmerged).then(row);
    after(entered, merged(true), unmerged).then(numberless);
    after(merged(false)).then(null);
    after(unmerged).then(null);
  });
  it('knows nothing of statuses once one is erased', () =>
    after(entered, noted('ehc-plan', 'yes'), {
      type: 'StatusNoted',
      data: { subjectId, schoolId, status: erased, value: erased, on: '2026-11-20' },
    }).then({ ...row, statuses: erased }));
  it('goes on when all is erased', () =>
    after(
      { type: 'PupilEntered', data: { ...identity, ...gone } },
      { type: 'StatusNoted', data: { subjectId, schoolId, status: erased, value: erased, on: '2026-11-20' } },
      { type: 'PupilDetailsChanged', data: { ...identity, ...gone } },
      { type: 'StatusNoted', data: { subjectId, schoolId, status: 'ehc-plan', value: 'yes', on: '2026-11-20' } },
    ).then({ subjectId, schoolId, ...gone, statuses: erased }));
});

describe('asking for pupils', () => {
  const another = (id: string, data: Partial<typeof identity>): PupilEvent => ({
    type: 'PupilEntered',
    data: { ...identity, subjectId: id, ...data },
  });
  const unnamed: PupilEvent = { type: 'PupilEntered', data: { ...identity, subjectId: thirdSubjectId, ...gone } };
  const rows = rowsOf(unnamed, entered, another(otherSubjectId, { familyName: 'Abara' }));

  it('finds those of a school by family name, and the erased ones last', async () => {
    const found = await new PupilsOfAnswers(rows).execute(new PupilsOf({ schoolId }));
    expect(found.map((pupil) => pupil.familyName)).toEqual(['Abara', 'Nwosu', erased]);
  });
  it('finds none of another school', async () => {
    expect(await new PupilsOfAnswers(rows).execute(new PupilsOf({ schoolId: otherSchoolId }))).toEqual([]);
  });
  it('finds those of the ids', async () => {
    const found = await new PupilsByIdAnswers(rows).execute(new PupilsById({ subjectIds: [subjectId, schoolId] }));
    expect(found.map((pupil) => pupil.givenName)).toEqual(['Ada']);
  });
});
