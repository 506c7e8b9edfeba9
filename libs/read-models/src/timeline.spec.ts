import type { DutyEvent, PlacementEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import { timeline, TimelineOf, TimelineOfAnswers, type TimelineRow } from './timeline.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { eventId, personId, siteId, dutyId, otherPlacementId } = ids(
  'eventId',
  'personId',
  'siteId',
  'dutyId',
  'otherPlacementId',
);
const agreement = { ...about, agreedOn: '2026-11-19', signedBy: 'Ify Nwosu' };
const agreed: PlacementEvent = { type: 'PlacementAgreed', data: agreement };
const where = {
  id: eventId,
  stream: 'placement-1',
  position: 42n,
  meta: {
    recordedAt: '2026-11-19T15:00:00.000Z',
    actor: { kind: 'staff' as const, id: personId, roles: ['alternative-provision-lead'] },
    via: 'web' as const,
  },
};
const row: TimelineRow = {
  eventId,
  placementId: about.placementId,
  subjectId: about.subjectId,
  type: 'PlacementAgreed',
  stream: 'placement-1',
  at: '2026-11-19T15:00:00.000Z',
  position: '42',
  actor: where.meta.actor,
  via: 'web',
  details: `{"agreedOn":"2026-11-19","placementId":"${about.placementId}","schoolId":"${about.schoolId}","signedBy":"Ify Nwosu","subjectId":"${about.subjectId}"}`,
};

describe('the row of an event about a placement', () => {
  const after = given(timeline);

  it('says who did what, when and how', () => after(heard(agreed, where)).then(row));
  it('tells nothing once it is erased', () =>
    after(heard<PlacementEvent>({ type: 'PlacementAgreed', data: { ...agreement, signedBy: erased } }, where)).then({
      ...row,
      details: erased,
    }));
});

describe('asking for a timeline', () => {
  const missed = (session: 'am' | 'pm', data: Partial<DutyEvent['data']> = {}) => ({
    type: 'DutyMissed',
    data: {
      ...about,
      siteId,
      dutyId,
      kind: 'attendance-check',
      on: '2026-11-24',
      session,
      clockAt: '2026-11-24T12:00:01.000Z',
      ...data,
    },
  });
  const others = Array.from({ length: 8 }, () => missed('am', { placementId: otherPlacementId }));
  const rows = rowsOf(agreed, missed('am'), ...others, missed('pm'));

  it('finds what happened to the placement, in the order of the log', async () => {
    const found = await new TimelineOfAnswers(rows).execute(new TimelineOf({ placementId: about.placementId }));
    expect(found.map(({ type, position }) => `${position} ${type}`)).toEqual([
      '1 PlacementAgreed',
      '2 DutyMissed',
      '11 DutyMissed',
    ]);
  });
});
