import { erased, type Message } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { adults, AdultsOfSite, AdultsOfSiteAnswers, ContactOfSite, ContactOfSiteAnswers } from './adults.js';

const { providerId, siteId, otherSiteId, adultId, otherAdultId } = ids(
  'providerId',
  'siteId',
  'otherSiteId',
  'adultId',
  'otherAdultId',
);
const details = {
  providerId,
  siteId,
  adultId,
  name: 'Jo Marsh',
  email: 'jo@quay.example',
  telephone: '020 7946 0102',
  attendanceContact: true,
};
const named = { type: 'AdultNamed' as const, data: details };
const left = { type: 'AdultLeft' as const, data: { providerId, siteId, adultId, on: '2026-11-23' } };

describe('the row of an adult', () => {
  const after = given(adults);

  it('holds how to reach them', () => after(named).then(details));
  it('forgets a telephone that is gone', () => {
    const { telephone: _, ...without } = details;
    after(named, { type: 'AdultNamed', data: without }).then(without);
  });
  it('says when they left', () => after(named, left).then({ ...details, leftOn: '2026-11-23' }));
  it('has them back when they are named again', () => after(named, left, named).then(details));
  it('needs an adult', () => after(left).then(null));
  it('goes on when the name is erased', () => {
    const gone = { ...details, name: erased, email: erased, telephone: erased } as const;
    after({ type: 'AdultNamed', data: gone }, left).then({ ...gone, leftOn: '2026-11-23' });
  });
});

describe('the contact of a site', () => {
  const line = { name: 'The Quay', address: '1 Quay Road', telephone: '020 7946 0100' };
  const opened = { type: 'SiteOpened', data: { providerId, siteId, ...line } };
  const elsewhere = { type: 'SiteOpened', data: { providerId, siteId: otherSiteId, ...line } };
  const moved = { ...named, data: { ...details, siteId: otherSiteId } };
  const contact = (...history: Message[]) =>
    new ContactOfSiteAnswers(rowsOf(opened, elsewhere, ...history)).execute(new ContactOfSite({ siteId }));

  it('is the adult named as such', async () => expect(await contact(named)).toMatchObject({ adultId }));
  // Procedure: S15.5
  it('is whoever stands in once that adult has left', async () => {
    const standIn = { ...details, adultId: otherAdultId, attendanceContact: false, attendanceStandIn: true };
    const standsIn = { type: 'AdultNamed', data: standIn };
    expect(await contact(named, standsIn)).toMatchObject({ adultId });
    expect(await contact(named, standsIn, left)).toMatchObject({ adultId: otherAdultId });
    expect(await contact(named, standsIn, moved)).toMatchObject({ adultId: otherAdultId });
  });
  it('is nobody where none is named', async () => expect(await contact()).toBeNull());
  it('is nobody once the adult has left', async () => expect(await contact(named, left)).toBeNull());
  it('is nobody once the adult works elsewhere', async () => expect(await contact(named, moved)).toBeNull());
});

describe('asking for adults', () => {
  it('finds those of the site', async () => {
    const elsewhere = { ...named, data: { ...details, adultId: otherAdultId, siteId: otherSiteId } };
    const found = await new AdultsOfSiteAnswers(rowsOf(named, elsewhere)).execute(new AdultsOfSite({ siteId }));
    expect(found.map((adult) => adult.adultId)).toEqual([adultId]);
  });
});
