import { checkIdOf, type CheckEvent } from '#domain';
import { given, heard, ids, rowsOf } from '#testing';
import {
  ListProviders,
  ListProvidersAnswers,
  providerList,
  type ProviderListEvent,
  type ProviderListRow,
} from './provider-list.js';

const { providerId, siteId, otherSiteId, adultId, otherAdultId, personId, farmId } = ids(
  'providerId',
  'siteId',
  'otherSiteId',
  'adultId',
  'otherAdultId',
  'personId',
  'farmId',
);
const on = '2026-11-23';
const entered: ProviderListEvent = { type: 'ProviderEntered', data: { providerId, name: 'Harbour & Sons’ Workshops' } };
const place = { providerId, siteId, address: '1 Quay Road', telephone: '01632 960300' };
const opened: ProviderListEvent = { type: 'SiteOpened', data: { ...place, name: 'The Quay' } };
const otherOpened: ProviderListEvent = {
  type: 'SiteOpened',
  data: { ...place, siteId: otherSiteId, name: 'Barn Yard' },
};
const closes = (day: string, at = siteId): ProviderListEvent => ({
  type: 'SiteClosed',
  data: { providerId, siteId: at, on: day, because: 'Boiler' },
});
const reopens = (day: string): ProviderListEvent => ({ type: 'SiteReopened', data: { providerId, siteId, on: day } });
const gives: ProviderListEvent = { type: 'SiteGivenUp', data: { providerId, siteId, on, because: 'The lease ends' } };
const takes: ProviderListEvent = { type: 'SiteTakenUp', data: { providerId, siteId, on } };
const names = (who: string, attendanceContact: boolean, at = siteId): ProviderListEvent => ({
  type: 'AdultNamed',
  data: { providerId, siteId: at, adultId: who, name: 'Jo Marsh', email: 'jo@quay.example', attendanceContact },
});
const leaves: ProviderListEvent = { type: 'AdultLeft', data: { providerId, siteId, adultId, on } };
const about = (row: string, round = 1, at = siteId) => ({
  checkId: checkIdOf(at, row, round),
  providerId,
  siteId: at,
  row,
  round,
  personId,
  on,
});
const check = (type: 'CheckMet' | 'CheckNotMet', row: string, round = 1, at = siteId): CheckEvent => ({
  type,
  data: { ...about(row, round, at), evidence: 'Seen.' },
});

const fold = (...events: readonly ProviderListEvent[]) =>
  events.reduce<ProviderListRow | null>(
    (row, event) => providerList.evolve(row, heard<ProviderListEvent>(event)),
    null,
  );

describe('a provider in the list', () => {
  const after = given(providerList);

  it('begins with its name', () =>
    after(entered).then({
      providerId,
      name: 'Harbour & Sons’ Workshops',
      sites: [],
      words: ' harbour sons workshops',
      sortedBy: 'harbour sons workshops',
      isRegistered: false,
      isOpen: false,
      isAsked: true,
    }));
  it('needs an entry', () => after(opened).then(null));
  it('is found by the names of its sites too, as they are now', () => {
    expect(fold(entered, opened, otherOpened)?.words).toBe(' harbour sons workshops barn yard the quay');
    const moved: ProviderListEvent = { type: 'SiteChanged', data: { ...place, name: 'Pier Head' } };
    expect(fold(entered, opened, moved)?.words).toBe(' harbour sons workshops pier head');
    const renamed: ProviderListEvent = {
      type: 'ProviderChanged',
      data: { providerId, name: 'Tide', ukprn: '10000001' },
    };
    expect(fold(entered, opened, renamed)).toMatchObject({ words: ' tide the quay', isRegistered: true });
  });
  it('is registered with a URN as well', () =>
    expect(fold({ type: 'ProviderEntered', data: { providerId, name: 'Tide', urn: '100001' } })?.isRegistered).toBe(
      true,
    ));

  it('is closed until the last closed day of any of its sites', () => {
    expect(fold(entered, opened)).not.toHaveProperty('closedUntil');
    const both = [entered, opened, otherOpened, closes('2026-12-01'), closes('2026-11-30', otherSiteId)];
    expect(fold(...both)?.closedUntil).toBe('2026-12-01');
    expect(fold(...both, reopens('2026-12-01'))?.closedUntil).toBe('2026-11-30');
  });

  it('is asked where each site has somebody who is', () => {
    expect(fold(entered, opened)?.isAsked).toBe(false);
    expect(fold(entered, opened, names(adultId, false))?.isAsked).toBe(false);
    expect(fold(entered, opened, names(adultId, true))?.isAsked).toBe(true);
    expect(fold(entered, opened, names(adultId, true), leaves)?.isAsked).toBe(false);
    expect(fold(entered, opened, otherOpened, names(adultId, true))?.isAsked).toBe(false);
  });
  it('is not asked at a site whose contact has gone to another', () => {
    const moved = fold(entered, opened, otherOpened, names(adultId, true), names(adultId, true, otherSiteId));
    expect(moved?.sites.map(({ name, contactId }) => [name, contactId])).toEqual([
      ['Barn Yard', adultId],
      ['The Quay', undefined],
    ]);
    expect(fold(entered, opened, names(adultId, true), names(otherAdultId, true))?.sites[0]?.contactId).toBe(
      otherAdultId,
    );
  });

  // Procedure: S9.3
  it('has the last round of each check at each site: how it was found, on which day, and until when it holds', () => {
    const checksOf = (...events: readonly ProviderListEvent[]) => fold(entered, opened, ...events)?.sites[0]?.checks;
    const row = { row: 'prevent', round: 1, outcome: 'met', on };
    expect(checksOf(check('CheckMet', 'prevent'))).toEqual([row]);
    const no = { ...row, round: 2, outcome: 'not-met' };
    expect(checksOf(check('CheckMet', 'prevent'), check('CheckNotMet', 'prevent', 2))).toEqual([no]);
    expect(checksOf(check('CheckNotMet', 'prevent', 2), check('CheckMet', 'prevent'))).toEqual([no]);
    const lasting: CheckEvent = {
      type: 'CheckNotApplicable',
      data: { ...about('lockdown'), until: '2027-03-31', because: 'No.' },
    };
    expect(checksOf(lasting)).toEqual([
      { row: 'lockdown', round: 1, outcome: 'not-applicable', on, until: '2027-03-31' },
    ]);
  });

  it('is only found by the name of a site that is given up, until it is taken up again', () => {
    const before = [entered, opened, closes('2026-12-01')];
    const given = fold(...before, gives);
    expect(given).toMatchObject({ isOpen: false, isAsked: true });
    expect(given?.words).toContain(' quay');
    expect(given).not.toHaveProperty('closedUntil');
    expect(fold(...before, gives, takes)).toEqual(fold(...before));
  });
});

describe('the list of providers', () => {
  const farm: ProviderListEvent[] = [
    { type: 'ProviderEntered', data: { providerId: farmId, name: 'Foxglove Farm', urn: '100001' } },
    { type: 'SiteOpened', data: { ...place, providerId: farmId, siteId: otherSiteId, name: 'Quarry Barn' } },
  ];
  const rows = rowsOf(
    ...farm,
    entered,
    opened,
    names(adultId, true),
    closes('2026-12-01'),
    check('CheckMet', 'prevent'),
  );
  const found = async (asked: Partial<ListProviders['where']>) => {
    const where = { words: [], skip: 0, max: 50, ...asked };
    const { rows: part, total } = await new ListProvidersAnswers(rows).execute(new ListProviders(where));
    return [total, ...part.map(({ name }) => name.slice(0, 7))];
  };

  it('has all, by name, and a part of them', async () => {
    expect(await found({})).toEqual([2, 'Foxglov', 'Harbour']);
    expect(await found({ skip: 1, max: 1 })).toEqual([2, 'Harbour']);
  });
  it('finds by the beginning of each word', async () => {
    expect(await found({ words: ['qua'] })).toEqual([2, 'Foxglov', 'Harbour']);
    expect(await found({ words: ['qua', 'sons'] })).toEqual([1, 'Harbour']);
    expect(await found({ words: ['arbour'] })).toEqual([0]);
  });
  it('finds by what is known of each', async () => {
    expect(await found({ isRegistered: true })).toEqual([1, 'Foxglov']);
    expect(await found({ isRegistered: false })).toEqual([1, 'Harbour']);
    expect(await found({ isAsked: false })).toEqual([1, 'Foxglov']);
    expect(await found({ closedFrom: '2026-12-01' })).toEqual([1, 'Harbour']);
    expect(await found({ closedFrom: '2026-12-02' })).toEqual([0]);
    expect(await found({ among: [providerId] })).toEqual([1, 'Harbour']);
    expect(await found({ among: [] })).toEqual([0]);
  });

  // Procedure: S9.3
  it('finds where a check is missing on a day, as one is that has run out', async () => {
    const lacking = (day: string, ...rows: string[]) => {
      const checks = rows.map((row) => ({ ...asked, id: row, validForMonths: 12 }));
      return found({ lacks: { checks, on: day } });
    };
    expect(await lacking(on, 'prevent')).toEqual([1, 'Foxglov']);
    expect(await lacking(on, 'prevent', 'visitors')).toEqual([2, 'Foxglov', 'Harbour']);
    const nextYear = `${Number(on.slice(0, 4)) + 1}${on.slice(4)}`;
    expect(await lacking(nextYear, 'prevent')).toEqual([2, 'Foxglov', 'Harbour']);
    expect(await found({ lacks: { checks: [], on } })).toEqual([0]);
    const second = { checks: [{ ...asked, id: 'visitors' }], on };
    expect(await found({ lacks: second, skip: 1, max: 1 })).toEqual([2, 'Harbour']);
  });
  const asked = { area: 'policies', scope: 'site', label: 'Asked' } as const;
});
