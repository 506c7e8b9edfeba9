import fc from 'fast-check';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';
import { isSuspendedOn, resumed, type Suspended } from './suspending.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    ...ids('providerId', 'siteId'),
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    plannedEndOn: '2027-03-26',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2026-09' },
  },
};
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
const ended: PlacementEvent = {
  type: 'PlacementEnded',
  data: { ...about, endedOn: '2026-12-11', because: 'He has moved.' },
};
const suspension = {
  ...about,
  from: '2026-11-30',
  because: 'The yard is flooded.',
  next: { from: '2026-11-30', place: 'own-school' as const, details: 'Mr Hale expects him at 8:50.' },
};
const suspended: PlacementEvent = { type: 'PlacementSuspended', data: suspension };
const resumption = { ...about, from: '2026-12-07', settled: 'The yard is dry and was looked at.' };
const resumedAgain: PlacementEvent = { type: 'PlacementResumed', data: resumption };
const suspend = (change: Partial<typeof suspension> = {}): PlacementCommand => ({
  type: 'SuspendPlacement',
  data: { ...suspension, ...change },
});
const resume = (change: Partial<typeof resumption> = {}): PlacementCommand => ({
  type: 'ResumePlacement',
  data: { ...resumption, ...change },
});

const after = given(placement);

describe('a placement that stands still', () => {
  it('says from when on, why, and where the pupil is meanwhile', () =>
    after(proposed, started).when(suspend()).then(suspended));
  it('is suspended once, however often', () => after(proposed, started, suspended).when(suspend()).thenNothing());
  it('is not suspended otherwise while it is', () =>
    after(proposed, started, suspended)
      .when(suspend({ from: '2026-12-01' }))
      .thenRefused('placement-suspended'));
  it('has started before', () => {
    after(proposed).when(suspend()).thenRefused('placement-not-started');
    after(proposed, started)
      .when(suspend({ from: '2026-11-20' }))
      .thenRefused('suspended-before-it-starts');
  });
  it('has not ended', () => after(proposed, started, ended).when(suspend()).thenRefused('placement-ended'));
  it('says of no earlier day where the pupil is', () =>
    after(proposed, started)
      .when(suspend({ next: { ...suspension.next, from: '2026-11-27' } }))
      .thenRefused('next-place-before-the-end'));
  it('can end all the same', () =>
    after(proposed, started, suspended).when({ type: 'EndPlacement', data: ended.data }).then(ended));
});

describe('a placement that goes on', () => {
  it('says from when on, and what was settled', () =>
    after(proposed, started, suspended).when(resume()).then(resumedAgain));
  it('is resumed once, however often', () =>
    after(proposed, started, suspended, resumedAgain).when(resume()).thenNothing());
  it('was suspended before', () => after(proposed, started).when(resume()).thenRefused('placement-not-suspended'));
  it('does not go on before it stood still', () =>
    after(proposed, started, suspended)
      .when(resume({ from: '2026-11-29' }))
      .thenRefused('resumed-before-suspended'));
  it('may be suspended again, and for no day of before', () => {
    const again = suspend({ from: '2026-12-07', next: { ...suspension.next, from: '2026-12-07' } });
    after(proposed, started, suspended, resumedAgain)
      .when(again)
      .then({ type: 'PlacementSuspended', data: { ...suspension, ...again.data } } as PlacementEvent);
    after(proposed, started, suspended, resumedAgain)
      .when(suspend({ because: 'The roof.' }))
      .thenRefused('placement-suspended');
  });
});

// Procedure: S14.27
describe('the planned end', () => {
  const change = { ...about, plannedEndOn: '2027-05-28', because: 'The review of March asked for it.' };
  const changed: PlacementEvent = { type: 'PlannedEndChanged', data: change };

  it('is moved with a reason', () =>
    after(proposed, started).when({ type: 'ChangePlannedEnd', data: change }).then(changed));
  it('is the same when it is moved there again', () =>
    after(proposed, started, changed).when({ type: 'ChangePlannedEnd', data: change }).thenNothing());
  it('is not before the first day', () =>
    after(proposed)
      .when({ type: 'ChangePlannedEnd', data: { ...change, plannedEndOn: '2026-11-20' } })
      .thenRefused('ends-before-it-starts'));
  it('stays as it was once the placement has ended', () =>
    after(proposed, started, ended).when({ type: 'ChangePlannedEnd', data: change }).thenRefused('placement-ended'));
});

describe('the days of suspensions', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);

  it('are those from the first one until the one on which the pupil goes there again', () => {
    fc.assert(
      fc.property(day, day, day, (from, until, on) => {
        const open: Suspended[] = [{ from, until: null }];
        expect(isSuspendedOn(open, on)).toBe(on >= from);
        expect(isSuspendedOn(resumed(open, until), on)).toBe(on >= from && on < until);
      }),
    );
  });
});
