import { erased } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import { isStopAt, StopById, StopByIdAnswers, stops, StopsOfProvider, StopsOfProviderAnswers } from './stops.js';
import { StopsThatHold, StopsThatHoldAnswers, type StopRow } from './stops.js';

const known = ids(
  'stopId',
  'otherId',
  'providerId',
  'siteId',
  'otherSiteId',
  'adultId',
  'schoolId',
  'personId',
  'headId',
);
const { stopId, otherId, providerId, siteId, otherSiteId, adultId, schoolId, personId, headId } = known;
const about = { stopId, providerId, schoolId, personId, keptUnder: providerId };
const set = { type: 'StopSet' as const, data: { ...about, siteId, because: 'A chained door.' } };
const referral = { ...about, to: 'The designated officer', at: '2026-11-16T09:40:00.000Z' };
const referred = { type: 'StopReferred' as const, data: referral };
const lifted = {
  type: 'StopLifted' as const,
  data: { ...about, personId: headId, liftedOn: '2026-11-20', because: 'It is open.' },
};

describe('the row of a stop', () => {
  const setAt = heard(set).meta.recordedAt;
  const row: StopRow = { ...set.data, state: 'holds', setAt, referrals: [] };
  const of = given(stops);

  it('says what is stopped, by whom and since when', () => of(heard(set)).then(row));
  it('gathers what it was referred to', () =>
    of(heard(set), heard(referred)).then({
      ...row,
      referrals: [{ to: referral.to, at: referral.at, personId }],
    }));
  it('says who lifted it, and stays', () =>
    of(heard(set), heard(lifted)).then({
      ...row,
      state: 'lifted',
      liftedOn: '2026-11-20',
      liftedBy: headId,
      liftedBecause: 'It is open.',
    }));
  it('goes on when what was said is erased', () =>
    of(heard(set), heard({ ...referred, data: { ...referral, to: erased } })).then({ ...row, referrals: erased }));
});

describe('asking for stops', () => {
  const other = { ...set, data: { ...set.data, stopId: otherId } };
  const rows = () => rowsOf(set, other, lifted);

  it('finds one, those of a provider, and those that hold', async () => {
    expect((await new StopByIdAnswers(rows()).execute(new StopById({ stopId })))?.state).toBe('lifted');
    const all = await new StopsOfProviderAnswers(rows()).execute(new StopsOfProvider({ providerId }));
    expect(new Set(all.map((each) => each.stopId))).toEqual(new Set([stopId, otherId]));
    const held = await new StopsThatHoldAnswers(rows()).execute(new StopsThatHold({}));
    expect(held.map((each) => each.stopId)).toEqual([otherId]);
  });

  it('tells whether one holds for a site: never one of another provider, nor a person who has left', () => {
    const stop: StopRow = { ...about, state: 'holds', setAt: '2026-11-16T09:00:00.000Z', because: '', referrals: [] };
    const works = (leftOn: string | null) => () => ({ siteId, leftOn });
    const at = (each: Partial<StopRow>, leftOn: string | null = null) =>
      isStopAt({ ...stop, ...each }, { providerId, siteId }, '2026-11-17', works(leftOn));
    expect(at({})).toBe(true);
    expect(at({ providerId: otherId })).toBe(false);
    expect(at({ siteId: otherSiteId })).toBe(false);
    expect(at({ adultId })).toBe(true);
    expect(at({ adultId }, '2026-11-16')).toBe(false);
    expect(at({ state: 'lifted' })).toBe(false);
  });
});
