import { erased, idFrom } from '#event-sourcing';
import { checkIdOf } from '#domain';
import { given, ids, rowsOf } from '#testing';
import { checks, ChecksOfSite, ChecksOfSiteAnswers } from './checks.js';

const { providerId, siteId, personId } = ids('providerId', 'siteId', 'personId');
const about = (row: string, round: number) => ({
  checkId: checkIdOf(siteId, row, round),
  providerId,
  siteId,
  row,
  round,
  personId,
  on: '2026-11-12',
});
const evidence = 'The certificate on the wall is dated 3 March.';
const nothing = { documents: [], fileNames: [] };
const met = (row: string, round = 1) => ({ type: 'CheckMet', data: { ...about(row, round), evidence } }) as const;

describe('the row of a check', () => {
  const after = given(checks);

  it('is met', () => after(met('insurance')).then({ ...about('insurance', 1), outcome: 'met', evidence, ...nothing }));
  // Procedure: S9.3
  it('says until when what was seen holds, as long as that is what stands', () => {
    const lasting = { ...met('insurance').data, until: '2027-03-31' };
    const row = { ...about('insurance', 1), outcome: 'met', evidence, ...nothing } as const;
    after({ type: 'CheckMet', data: lasting }).then({ ...row, until: '2027-03-31' });
    after({ type: 'CheckMet', data: lasting }, met('insurance')).then(row);
  });
  it('is not met', () =>
    after({ type: 'CheckNotMet', data: { ...about('insurance', 1), evidence } }).then({
      ...about('insurance', 1),
      outcome: 'not-met',
      evidence,
      ...nothing,
    }));
  it('is not applicable, and why', () =>
    after({ type: 'CheckNotApplicable', data: { ...about('insurance', 1), because: 'The school insures.' } }).then({
      ...about('insurance', 1),
      outcome: 'not-applicable',
      evidence: 'The school insures.',
      ...nothing,
    }));
  it('says what was found last', () =>
    after(met('insurance'), { type: 'CheckNotMet', data: { ...about('insurance', 1), evidence: erased } }).then({
      ...about('insurance', 1),
      outcome: 'not-met',
      evidence: erased,
      ...nothing,
    }));

  const document = (name: string) =>
    ({ documentId: idFrom(name), mediaType: 'application/pdf', bytes: 1_200, sealedHash: '0'.repeat(64) }) as const;
  const shown = (on: string, ...names: string[]) =>
    ({
      type: 'CheckMet',
      data: {
        ...met('insurance').data,
        on,
        documents: names.map(document),
        fileNames: names.map((each) => `${each}.pdf`),
      },
    }) as const;
  // Procedure: S5.5, S9.3
  it('keeps the documents of every finding, each with its day and whose it is, and none twice', () =>
    after(shown('2026-11-12', 'one'), shown('2026-11-13', 'one', 'two'), met('insurance')).then({
      ...about('insurance', 1),
      outcome: 'met',
      evidence,
      documents: [
        { ...document('one'), personId, on: '2026-11-12' },
        { ...document('two'), personId, on: '2026-11-13' },
      ],
      fileNames: ['one.pdf', 'two.pdf'],
    }));
  it('knows of documents whose names are erased', () =>
    after({ type: 'CheckMet', data: { ...shown('2026-11-12', 'one').data, evidence: erased, fileNames: erased } }).then(
      {
        ...about('insurance', 1),
        outcome: 'met',
        evidence: erased,
        documents: [{ ...document('one'), personId, on: '2026-11-12' }],
        fileNames: erased,
      },
    ));
});

describe('asking for checks', () => {
  it('finds those of a site by row and round', async () => {
    const rows = rowsOf(met('insurance', 10), met('fire-safety'), met('insurance', 2));
    const found = await new ChecksOfSiteAnswers(rows).execute(new ChecksOfSite({ siteId }));
    expect(found.map(({ row, round }) => `${row} ${round}`)).toEqual(['fire-safety 1', 'insurance 2', 'insurance 10']);
  });
});
