import { erased } from '#event-sourcing';
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
const met = (row: string, round = 1) => ({ type: 'CheckMet', data: { ...about(row, round), evidence } }) as const;

describe('the row of a check', () => {
  const after = given(checks);

  it('is met', () => after(met('insurance')).then({ ...about('insurance', 1), outcome: 'met', evidence }));
  it('is not met', () =>
    after({ type: 'CheckNotMet', data: { ...about('insurance', 1), evidence } }).then({
      ...about('insurance', 1),
      outcome: 'not-met',
      evidence,
    }));
  it('is not applicable, and why', () =>
    after({ type: 'CheckNotApplicable', data: { ...about('insurance', 1), because: 'The school insures.' } }).then({
      ...about('insurance', 1),
      outcome: 'not-applicable',
      evidence: 'The school insures.',
    }));
  it('says what was found last', () =>
    after(met('insurance'), { type: 'CheckNotMet', data: { ...about('insurance', 1), evidence: erased } }).then({
      ...about('insurance', 1),
      outcome: 'not-met',
      evidence: erased,
    }));
});

describe('asking for checks', () => {
  it('finds those of a site by row and round', async () => {
    const rows = rowsOf(met('insurance', 10), met('fire-safety'), met('insurance', 2));
    const found = await new ChecksOfSiteAnswers(rows).execute(new ChecksOfSite({ siteId }));
    expect(found.map(({ row, round }) => `${row} ${round}`)).toEqual(['fire-safety 1', 'insurance 2', 'insurance 10']);
  });
});
