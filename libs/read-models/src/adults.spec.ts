import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { adults, AdultsOfSite, AdultsOfSiteAnswers } from './adults.js';

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

describe('asking for adults', () => {
  it('finds those of the site', async () => {
    const elsewhere = { ...named, data: { ...details, adultId: otherAdultId, siteId: otherSiteId } };
    const found = await new AdultsOfSiteAnswers(rowsOf(named, elsewhere)).execute(new AdultsOfSite({ siteId }));
    expect(found.map((adult) => adult.adultId)).toEqual([adultId]);
  });
});
