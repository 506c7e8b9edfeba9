import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { pupilForms, type PupilFormRow } from './pupil-forms.js';

const { subjectId, schoolId, entryId, otherEntryId } = ids('subjectId', 'schoolId', 'entryId', 'otherEntryId');
const about = { subjectId, schoolId };
const entered = {
  type: 'PupilEntered',
  data: { ...about, givenName: 'Ada', familyName: 'Nwosu', upn: 'H801200001001', bornOn: '2012-04-09', yearGroup: 9 },
} as const;
const row: PupilFormRow = { ...about, noted: {}, earlier: [] };
const lookedAfter = { ...about, status: 'looked-after', value: 'yes', on: '2026-09-01' } as const;
const forge = { entryId, where: 'The Forge', from: '2025-01-06', until: '2025-04-04' };
const farm = { entryId: otherEntryId, where: 'Hill Farm', schoolYear: '2023/24' };

describe('the row of a pupil’s form', () => {
  const after = given(pupilForms);

  it('begins with nothing known, when the pupil is entered', () => {
    after(entered).then(row);
    after({ type: 'StatusNoted', data: lookedAfter }).then(null);
  });
  it('holds ethnicity and gender as they were told last', () =>
    after(
      entered,
      { type: 'CharacteristicsNoted', data: { ...about, ethnicity: 'unknown', gender: 'unknown' } },
      { type: 'CharacteristicsNoted', data: { ...about, ethnicity: 'black', gender: 'girl' } },
    ).then({ ...row, ethnicity: 'black', gender: 'girl' }));
  it('holds since when a status holds, and whose care the pupil is in', () =>
    after(
      entered,
      { type: 'StatusNoted', data: { ...about, status: 'early-help', value: 'no', on: '2026-10-01' } },
      { type: 'StatusNoted', data: lookedAfter },
      { type: 'StatusNoted', data: { ...lookedAfter, caringAuthority: 'Northshire' } },
    ).then({
      ...row,
      noted: {
        'early-help': { on: '2026-10-01' },
        'looked-after': { on: '2026-09-01', caringAuthority: 'Northshire' },
      },
    }));
  it('holds earlier provision in the order of its time, until it is taken out', () => {
    const first = { type: 'EarlierProvisionEntered', data: { ...about, ...forge } } as const;
    const second = { type: 'EarlierProvisionEntered', data: { ...about, ...farm } } as const;
    after(entered, first, second, first).then({ ...row, earlier: [farm, forge] });
    after(entered, first, second, { type: 'EarlierProvisionRemoved', data: { ...about, entryId } }).then({
      ...row,
      earlier: [farm],
    });
  });
  it('goes on when what it holds is erased', () =>
    after(
      entered,
      { type: 'CharacteristicsNoted', data: { ...about, ethnicity: erased, gender: erased } },
      { type: 'StatusNoted', data: { ...about, status: erased, value: erased, on: '2026-10-01' } },
      { type: 'StatusNoted', data: lookedAfter },
      { type: 'EarlierProvisionEntered', data: { ...about, entryId, where: erased, schoolYear: erased } },
      { type: 'EarlierProvisionEntered', data: { ...about, ...farm } },
      { type: 'EarlierProvisionRemoved', data: { ...about, entryId } },
    ).then({ ...about, ethnicity: erased, gender: erased, noted: erased, earlier: erased }));
});
