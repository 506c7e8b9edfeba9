import type { PlacementEvent } from '#domain';
import { given, ids } from '#testing';
import { editionUse } from './edition-use.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const where = ids('providerId', 'siteId');
const slots = [{ weekday: 1 as const, session: 'am' as const, arriveAt: '09:15', leaveAt: '12:00' }];
const proposedUnder = (hash?: string): PlacementEvent => {
  const procedure = { id: 'off-site-education', edition: '2025-01', ...(hash === undefined ? {} : { hash }) };
  const plan = { purpose: 'Boats.', startOn: '2026-11-23', slots, procedure };
  return { type: 'PlacementProposed', data: { ...about, ...where, ...plan } };
};

describe('what placements are pinned to', () => {
  const row = { id: 'off-site-education', edition: '2025-01', hash: 'a1' };

  it('is an edition with its hash, once, however many placements are', () => {
    given(editionUse)(proposedUnder('a1'), proposedUnder('a1')).then(row);
    expect(editionUse.rowId(proposedUnder('a1') as never)).toBe('off-site-education.2025-01.a1');
  });

  it('is another thing for every text that an edition has had', () =>
    expect(editionUse.rowId(proposedUnder('b2') as never)).not.toBe(editionUse.rowId(proposedUnder('a1') as never)));

  it('is not known of placements of before, nor told by anything else', () => {
    expect(editionUse.rowId(proposedUnder() as never)).toBeNull();
    const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
    expect(editionUse.rowId(started as never)).toBeNull();
  });
});
