import type { DutyEvent } from '#domain';
import { given, ids } from '#testing';
import { matters, type MatterRow } from './matters.js';

const { dutyId, ...place } = ids('dutyId', 'placementId', 'subjectId', 'schoolId', 'siteId');
const about = { ...place, matter: 'agreement-signed' };
const owed = { dutyId, kind: 'placement-gap' as const, ...about };
const [first, second] = ['2026-12-11T23:59:59.999Z', '2027-01-15T23:59:59.999Z'] as const;
const times = { raisedAt: '2026-11-24T09:00:00.000Z', dueAt: first, missedAt: first, late: false };
const raised: DutyEvent = { type: 'DutyRaised', data: { ...owed, ...times } };
const moved: DutyEvent = {
  type: 'DutyMoved',
  data: { ...owed, dueAt: second, missedAt: second, movedAt: '2026-12-14T10:00:00.000Z' },
};
const missed: DutyEvent = { type: 'DutyMissed', data: { ...owed, clockAt: '2026-12-12T00:00:00.000Z' } };
const row: MatterRow = { ...owed, ...times, status: 'open', steps: [] };

describe('the row of a matter', () => {
  const after = given(matters);

  it('begins when its duty is raised', () => after(raised).then(row));
  it('is due by another date when that was moved', () =>
    after(raised, moved).then({ ...row, dueAt: second, missedAt: second }));
  it('stays missed by the date that it was', () =>
    after(raised, missed, moved).then({ ...row, status: 'missed', dueAt: second }));
  it('is none for a duty that is about a session', () =>
    after({
      type: 'DutyRaised',
      data: { dutyId, kind: 'attendance-check', ...place, on: '2026-11-24', session: 'am', ...times },
    }).then(null));
});
