import { canonical, erased } from '#event-sourcing';
import type { TimelineRow } from '#read-models';
import { ids } from '#testing';
import { selfApproval } from './self-approval.js';

const { eventId, placementId, subjectId, priya, ruth } = ids('eventId', 'placementId', 'subjectId', 'priya', 'ruth');
const nameOf = (id: string) => (id === priya ? 'Priya Raman' : id === ruth ? 'Ruth Calloway' : 'nobody known');

const row = (type: string, by: string, details: TimelineRow['details']): TimelineRow => ({
  eventId,
  placementId,
  subjectId,
  type,
  stream: `placement-${placementId}`,
  at: '2026-11-16T09:40:00.000Z',
  position: '7',
  actor: { kind: 'staff', id: by, roles: [] },
  via: 'web',
  details,
});
const proposedBy = (id: string) => row('PlacementProposed', id, '{}');
const signed = (signatory: string, signedBy: string) =>
  row('SignatureReceived', priya, canonical({ signatory, signedBy }));

// Procedure: S2.9, S16.8
describe('a signature for the school', () => {
  const flagged =
    'Priya Raman proposed this placement and signed for the school. Have somebody else of the school look';

  it.each(['Priya Raman', 'priya  raman', 'Ms Priya Raman', 'Priya Raman, assistant head'])(
    'is flagged where %s signed and had proposed it',
    (name) => expect(selfApproval([proposedBy(priya), signed('school', name)], nameOf)).toContain(flagged),
  );
  it.each(['Ruth Calloway', 'Priya Ramanathan', 'Priya Raman-Cole', 'Raman'])(
    'is that of somebody else where %s signed',
    (name) => expect(selfApproval([proposedBy(priya), signed('school', name)], nameOf)).toBeNull(),
  );
  it('is not a parent’s, nor any other', () =>
    expect(selfApproval([proposedBy(priya), signed('social-worker', 'Priya Raman')], nameOf)).toBeNull());
  it('counts as it was given last', () => {
    const mended = [proposedBy(priya), signed('school', 'Priya Raman'), signed('school', 'Ruth Calloway')];
    expect(selfApproval(mended, nameOf)).toBeNull();
  });
  it('tells nothing where it is missing, erased, or the proposal was an import’s', () => {
    expect(selfApproval([proposedBy(priya)], nameOf)).toBeNull();
    expect(selfApproval([proposedBy(priya), row('SignatureReceived', priya, erased)], nameOf)).toBeNull();
    const imported = { ...proposedBy(priya), actor: { kind: 'import' as const, id: priya, roles: [] } };
    expect(selfApproval([imported, signed('school', 'Priya Raman')], nameOf)).toBeNull();
  });
});
