import { given, ids } from '#testing';
import { namedOn, namedIn } from './passing-on.js';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { providerId, siteId, dawn, helen, sam, priya } = ids('providerId', 'siteId', 'dawn', 'helen', 'sam', 'priya');
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    providerId,
    siteId,
    purpose: 'To come back to lessons in small steps.',
    startOn: '2026-11-23',
    slots: [{ weekday: 2, session: 'am', arriveAt: '09:15', leaveAt: '12:00' }],
    procedure: { id: 'off-site', edition: '2026-11' },
  },
};
const who = {
  welfareChecks: { personId: dawn, standInId: helen },
  monitoringVisits: { personId: helen, standInId: dawn },
};
const agreed: PlacementEvent = {
  type: 'ArrangementsAgreed',
  data: { ...about, agreedOn: '2026-11-09', personId: priya, ...who, absence: 'By telephone.' },
};
const passing = { ...about, fromId: dawn, toId: sam, from: '2026-12-19', personId: priya };
const pass = (more: Partial<typeof passing> = {}): PlacementCommand => ({
  type: 'PassOnArrangements',
  data: { ...passing, ...more },
});
const passed = (more: Partial<typeof passing> = {}): PlacementEvent => ({
  type: 'ArrangementsPassedOn',
  data: { ...passing, ...more },
});

// Procedure: S13.13, S13.15
describe('who is named in the arrangements of a placement', () => {
  const after = given(placement);

  it('is somebody else from a day on', () => after(proposed, agreed).when(pass()).then(passed()));
  it('is said once, however often', () => after(proposed, agreed, passed()).when(pass()).thenNothing());
  it('is somebody other than was said, where minds change', () => {
    after(proposed, agreed, passed())
      .when(pass({ toId: priya }))
      .then(passed({ toId: priya }));
    after(proposed, agreed, passed(), passed({ toId: priya }))
      .when(pass())
      .then(passed());
  });
  it('is passed on by whoever is named alone', () => {
    after(proposed).when(pass()).thenRefused('arrangements-not-agreed');
    after(proposed, agreed)
      .when(pass({ fromId: sam, toId: dawn }))
      .thenRefused('not-named-in-arrangements');
    after(proposed, agreed, passed())
      .when(pass({ from: '2027-01-11', toId: priya }))
      .thenRefused('not-named-in-arrangements');
    after(proposed, agreed, passed())
      .when(pass({ fromId: sam, toId: priya, from: '2027-01-11' }))
      .then(passed({ fromId: sam, toId: priya, from: '2027-01-11' }));
  });
  it('is never one person where there have to be two', () =>
    after(proposed, agreed)
      .when(pass({ toId: helen }))
      .thenRefused('stands-in-for-themselves'));
  it('begins anew when it is arranged anew', () => {
    after(proposed, agreed, passed(), agreed).when(pass()).then(passed());
  });

  it('is read with the day', () => {
    const chain = [
      { fromId: dawn, toId: sam, from: '2026-12-19' },
      { fromId: sam, toId: priya, from: '2027-01-11' },
    ];
    const checks = (on: string) => namedOn(who, chain, on).welfareChecks.personId;
    expect([checks('2026-12-18'), checks('2026-12-19'), checks('2027-01-11')]).toEqual([dawn, sam, priya]);
    expect(namedIn(namedOn(who, chain, '2026-12-19'))).toEqual([sam, helen]);
  });
});
