import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { whereaboutsIdOf } from '../vocabulary.js';
import { whereabouts, type WhereaboutsCommand, type WhereaboutsEvent } from './whereabouts.js';

const { subjectId, personId } = ids('subjectId', 'personId');
const about = {
  whereaboutsId: whereaboutsIdOf(subjectId, '2026-11-24', 'am'),
  ...ids('placementId', 'schoolId', 'siteId'),
  subjectId,
  on: '2026-11-24',
  session: 'am' as const,
};
const silence = { ...about, because: 'silence' as const, openedAt: '2026-11-24T09:30:00.000Z' };
const account = {
  ...about,
  place: 'at-home' as const,
  onTheWordOf: 'mother, by telephone',
  certainty: 'told' as const,
  personId,
  accountedAt: '2026-11-24T09:50:00.000Z',
};
const word = { ...account, place: 'at-provider' as const, onTheWordOf: 'the provider, by telephone' };

const opened: WhereaboutsEvent = { type: 'WhereaboutsOpened', data: silence };
const accounted: WhereaboutsEvent = { type: 'PupilAccountedFor', data: account };
const open: WhereaboutsCommand = { type: 'OpenWhereabouts', data: silence };
const accountFor: WhereaboutsCommand = { type: 'AccountForPupil', data: account };
const takeWord: WhereaboutsCommand = { type: 'TakeProvidersWord', data: word };

describe('a search', () => {
  const after = given(whereabouts);

  it('is opened', () => after().when(open).then(opened));
  it('is one search, however often and why it is opened', () => {
    after(opened).when(open).thenNothing();
    after(opened)
      .when({ type: 'OpenWhereabouts', data: { ...silence, because: 'absence', openedAt: '2026-11-24T09:35:00.000Z' } })
      .thenNothing();
    after(opened, accounted).when(open).thenNothing();
  });

  it('ends with an account of where the pupil is', () => after(opened).when(accountFor).then(accounted));
  it('ends once, however often', () => after(opened, accounted).when(accountFor).thenNothing());
  it('has one account', () =>
    after(opened, accounted)
      .when({ type: 'AccountForPupil', data: { ...account, place: 'elsewhere' } })
      .thenRefused('pupil-accounted-for'));
  it('is opened before it ends', () => after().when(accountFor).thenRefused('search-not-opened'));

  it('ends with the provider’s word by telephone', () =>
    after(opened).when(takeWord).then({ type: 'PupilAccountedFor', data: word }));
  it('has nothing left to end when that word comes again, too late, or without a search', () => {
    after(opened, { type: 'PupilAccountedFor', data: word }).when(takeWord).thenNothing();
    after(opened, accounted).when(takeWord).thenNothing();
    after().when(takeWord).thenNothing();
  });

  it('ends where it was opened, when the pupil was expected at two sites and the other one knows', () => {
    const elsewhere = ids('otherPlacementId', 'otherSiteId');
    const other = { placementId: elsewhere.otherPlacementId, siteId: elsewhere.otherSiteId };
    const theirWord: WhereaboutsCommand = { type: 'TakeProvidersWord', data: { ...word, ...other } };
    const theirAccount: WhereaboutsCommand = { type: 'AccountForPupil', data: { ...account, ...other } };
    after(opened).when(theirWord).then({ type: 'PupilAccountedFor', data: word });
    after(opened).when(theirAccount).then(accounted);
    after(opened, accounted).when(theirAccount).thenNothing();
  });

  it('is not ended anew after erasure', () =>
    after(
      { type: 'WhereaboutsOpened', data: { ...silence, because: erased } },
      { type: 'PupilAccountedFor', data: { ...account, place: erased, onTheWordOf: erased, certainty: erased } },
    )
      .when(accountFor)
      .thenNothing());
});
