import type { ProviderEvent } from '#domain';
import { given, ids, rowsOf } from '#testing';
import { AllSites, AllSitesAnswers, closureOf, SiteById, SiteByIdAnswers, sites, type SiteRow } from './sites.js';

const { providerId, siteId, otherSiteId, adultId, otherAdultId } = ids(
  'providerId',
  'siteId',
  'otherSiteId',
  'adultId',
  'otherAdultId',
);
const about = { providerId, siteId };
const details = { ...about, name: 'The Quay', address: '1 Quay Road', telephone: '020 7946 0100' };
const opened = { type: 'SiteOpened' as const, data: details };
const closes = (session?: 'am' | 'pm', because = 'The boiler is broken.') =>
  ({ type: 'SiteClosed', data: { ...about, on: '2026-11-23', session, because } }) as const;
const reopens = (session?: 'am' | 'pm') =>
  ({ type: 'SiteReopened', data: { ...about, on: '2026-11-23', session } }) as const;
const gives = {
  type: 'SiteGivenUp' as const,
  data: { ...about, on: '2026-12-18', because: 'The lease ends.' },
};
const names = (who: string, attendanceContact: boolean) =>
  ({
    type: 'AdultNamed',
    data: { ...about, adultId: who, name: 'Jo Marsh', email: 'jo@quay.example', attendanceContact },
  }) as const;
const leaves = (who: string) => ({ type: 'AdultLeft', data: { ...about, adultId: who, on: '2026-11-23' } }) as const;
const row: SiteRow = { ...details, closures: [] };
const closed = { on: '2026-11-23', because: 'The boiler is broken.' };

describe('the row of a site', () => {
  const after = given(sites);

  it('begins with how to reach it', () => after(opened).then(row));
  // Procedure: S4.8
  it('says when it is open, as it was last told', () => {
    const open = { ...opened, data: { ...details, opening: 'Mondays, 9am to 3pm' } };
    after(open).then({ ...row, opening: 'Mondays, 9am to 3pm' });
    after(open, { type: 'SiteChanged', data: details }).then(row);
  });
  it('needs a site', () => after(closes()).then(null));
  it('takes new details and keeps its closures', () =>
    after(opened, closes(), { type: 'SiteChanged', data: { ...details, telephone: '020 7946 0101' } }).then({
      ...row,
      telephone: '020 7946 0101',
      closures: [closed],
    }));
  it('is closed for a day', () => after(opened, closes()).then({ ...row, closures: [closed] }));
  it('is closed for a session', () =>
    after(opened, closes('pm')).then({ ...row, closures: [{ ...closed, session: 'pm' }] }));
  it('is closed for one session and the other', () =>
    after(opened, closes('pm'), closes('am')).then({
      ...row,
      closures: [
        { ...closed, session: 'am' },
        { ...closed, session: 'pm' },
      ],
    }));
  it('is closed once, however often', () =>
    after(opened, closes('pm'), closes('pm', 'Flooded.')).then({
      ...row,
      closures: [{ on: '2026-11-23', session: 'pm', because: 'Flooded.' }],
    }));
  it('is closed for the day after a session of it', () =>
    after(opened, closes('pm'), closes()).then({ ...row, closures: [closed] }));
  it('reopens', () => after(opened, closes(), reopens()).then(row));
  it('reopens from a closed session when the day does', () => after(opened, closes('am'), reopens()).then(row));
  it('reopens for the morning of a closed day', () =>
    after(opened, closes(), reopens('am')).then({ ...row, closures: [{ ...closed, session: 'pm' }] }));
  it('reopens for the afternoon of a closed day', () =>
    after(opened, closes(), reopens('pm')).then({ ...row, closures: [{ ...closed, session: 'am' }] }));
  it('stays closed in the morning when the open afternoon reopens', () =>
    after(opened, closes('am'), reopens('pm')).then({ ...row, closures: [{ ...closed, session: 'am' }] }));
  it('has a last day when it is given up, until it is taken up again', () => {
    after(opened, gives).then({ ...row, givenUp: { on: '2026-12-18', because: 'The lease ends.' } });
    after(opened, gives, { type: 'SiteTakenUp', data: { ...about, on: '2026-12-18' } }).then(row);
  });
  it('has the contact who was named last', () =>
    after(opened, names(adultId, true), names(otherAdultId, true)).then({ ...row, contactId: otherAdultId }));
  it('keeps its contact when another adult is named', () =>
    after(opened, names(adultId, true), names(otherAdultId, false)).then({ ...row, contactId: adultId }));
  it('has no contact once that adult is named as none', () =>
    after(opened, names(adultId, true), names(adultId, false)).then(row));
  it('has no contact once that adult has left', () => after(opened, names(adultId, true), leaves(adultId)).then(row));
  // Procedure: S15.5, S15.6
  it('has who stands in and who leads on safeguarding, until they have left', () => {
    const both: ProviderEvent = {
      type: 'AdultNamed',
      data: { ...names(adultId, false).data, attendanceStandIn: true, safeguardingLead: true },
    };
    after(opened, both).then({ ...row, standInId: adultId, leadId: adultId });
    after(opened, both, leaves(adultId)).then(row);
  });
  it('keeps its contact when another adult leaves', () =>
    after(opened, names(adultId, true), leaves(otherAdultId)).then({ ...row, contactId: adultId }));
});

describe('the closure of a session', () => {
  it('is that of the day', () => expect(closureOf({ closures: [closed] }, '2026-11-23', 'pm')).toEqual(closed));
  it('is its own', () => {
    const pm = { ...closed, session: 'pm' as const };
    expect(closureOf({ closures: [pm] }, '2026-11-23', 'pm')).toEqual(pm);
  });
  it('is not that of the other session', () =>
    expect(closureOf({ closures: [{ ...closed, session: 'am' }] }, '2026-11-23', 'pm')).toBeNull());
  it('is not that of another day', () => expect(closureOf({ closures: [closed] }, '2026-11-24', 'pm')).toBeNull());
});

describe('asking for sites', () => {
  const other: ProviderEvent = { type: 'SiteOpened', data: { ...details, siteId: otherSiteId, name: 'Barn Yard' } };
  const rows = rowsOf(opened, other, closes());

  it('finds all, by name', async () => {
    const found = await new AllSitesAnswers(rows).execute(new AllSites({}));
    expect(found.map(({ name }) => name)).toEqual(['Barn Yard', 'The Quay']);
  });
  it('finds one as it was before it closed', async () => {
    const found = await new SiteByIdAnswers(rows).execute(new SiteById({ siteId }, 2n));
    expect(found).toMatchObject({ name: 'The Quay', closures: [], since: 1n });
  });
});
