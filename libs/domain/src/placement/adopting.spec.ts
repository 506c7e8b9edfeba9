import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { personId } = ids('personId');
const id = 'off-site-education';
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    ...ids('providerId', 'siteId'),
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id, edition: '2025-01', hash: 'a1' },
  },
};
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
const ended: PlacementEvent = {
  type: 'PlacementEnded',
  data: { ...about, endedOn: '2026-12-11', because: 'He has moved.' },
};
const adoption = {
  ...about,
  from: { id, edition: '2025-01' },
  procedure: { id, edition: '2026-09', hash: 'b2' },
  adoptedOn: '2026-11-30',
  personId,
  because: 'The review decided that the new guidance is followed.',
};
const adopted: PlacementEvent = { type: 'EditionAdopted', data: adoption };
const adopt = (change: Partial<typeof adoption> = {}): PlacementCommand => ({
  type: 'AdoptEdition',
  data: { ...adoption, ...change },
});

const after = given(placement);

describe('a placement that goes on under a newer edition', () => {
  it('says under which, since when, who decided it and why', () => {
    after(proposed).when(adopt()).then(adopted);
    after(proposed, started).when(adopt()).then(adopted);
  });
  it('adopts it once, however often', () => after(proposed, started, adopted).when(adopt()).thenNothing());
  it('is not told again otherwise that it has', () =>
    after(proposed, started, adopted)
      .when(adopt({ because: 'Another reason.' }))
      .thenRefused('edition-adopted-already'));
  it('was under another one before', () =>
    after(proposed, started)
      .when(adopt({ procedure: { id, edition: '2025-01', hash: 'a1' } }))
      .thenRefused('edition-adopted-already'));
  it('never goes back to an older one', () => {
    after(proposed, started)
      .when(adopt({ procedure: { id, edition: '2024-09', hash: 'c3' } }))
      .thenRefused('edition-is-older');
    after(proposed, started, adopted)
      .when(adopt({ from: adoption.procedure, procedure: { id, edition: '2025-01', hash: 'a1' } }))
      .thenRefused('edition-is-older');
  });
  it('stays under its own procedure', () =>
    after(proposed, started)
      .when(adopt({ procedure: { id: 'another', edition: '2026-09', hash: 'b2' } }))
      .thenRefused('edition-of-another-procedure'));
  it('adopts what was looked at, and not what became of it meanwhile', () =>
    after(proposed, started, adopted)
      .when(adopt({ procedure: { id, edition: '2027-01', hash: 'd4' } }))
      .thenRefused('edition-changed-meanwhile'));
  it('has not ended', () => after(proposed, started, ended).when(adopt()).thenRefused('placement-ended'));
  it('is still proposed as it was', () =>
    after(proposed, adopted).when({ type: 'ProposePlacement', data: proposed.data }).thenNothing());
});
