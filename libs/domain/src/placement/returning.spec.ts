import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const { personId, providerId, siteId, ...about } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'personId',
);
const began: PlacementEvent[] = [
  {
    type: 'PlacementProposed',
    data: {
      ...about,
      providerId,
      siteId,
      purpose: 'Boat building.',
      startOn: '2026-09-07',
      slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
      procedure: { id: 'off-site-education', edition: '2026-09' },
    },
  },
  { type: 'PlacementStarted', data: { ...about, startedOn: '2026-09-07' } },
];
const ended: PlacementEvent[] = [
  ...began,
  { type: 'PlacementEnded', data: { ...about, endedOn: '2026-11-13', because: 'It did what it was for.' } },
];
const look = {
  ...about,
  checkedOn: '2026-11-18',
  personId,
  attended: 'every-session' as const,
  goes: 'Calm.',
  concerns: false,
  nextStep: 'Another look on Friday.',
};
const check = (more: Partial<typeof look> = {}): PlacementCommand => ({
  type: 'CheckReturn',
  data: { ...look, ...more },
});
const checked: PlacementEvent = { type: 'ReturnChecked', data: look };

// Procedure: S11.2
describe('the return from a placement', () => {
  const after = given(placement);

  it('is looked at after the last day, any number of times', () => {
    after(...ended)
      .when(check())
      .then(checked);
    const friday = { ...look, checkedOn: '2026-11-20' };
    after(...ended, checked)
      .when(check(friday))
      .then({ type: 'ReturnChecked', data: friday });
  });
  it('is looked at once, however often that is said', () => {
    after(...ended, checked)
      .when(check())
      .thenNothing();
    const forgotten: PlacementEvent = { type: 'ReturnChecked', data: { ...look, goes: erased } };
    after(...ended, forgotten)
      .when(check())
      .thenNothing();
  });
  it('is not there before the end', () => {
    after(...began)
      .when(check())
      .thenRefused('placement-not-ended');
    after(...ended)
      .when(check({ checkedOn: '2026-11-13' }))
      .thenRefused('return-checked-before-the-end');
  });
});
