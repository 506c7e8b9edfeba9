import { allEvents } from '#domain';
import { bySystem, Journal, MemoryEventStore } from '#event-sourcing';
import { nameOf, readEditions, shippedProcedures } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { Look } from './look.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { personId, correlationId } = ids('personId', 'correlationId');
const id = 'off-site-education';

describe('the edition that a placement is under', () => {
  it('is the adopted one at once, and for its sessions from the day after on', async () => {
    const clock = new HeldClock('2026-11-20T09:00:00.000Z');
    const journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    const stream = `placement-${about.placementId}`;
    const append = (revision: bigint, type: string, data: Readonly<Record<string, unknown>>) =>
      journal.append(stream, revision, [{ type, data: { ...about, ...data } }], bySystem('test', correlationId));
    const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
    const plan = { purpose: 'Boats.', startOn: '2026-11-23', slots, procedure: { id, edition: '2025-01' } };
    await append(-1n, 'PlacementProposed', { ...ids('providerId', 'siteId'), ...plan });
    await append(0n, 'PlacementStarted', { startedOn: '2026-11-23' });
    clock.moveTo('2026-11-25T10:00:00.000Z');
    const decided = { adoptedOn: '2026-11-25', personId, because: 'The review.' };
    await append(1n, 'EditionAdopted', {
      ...decided,
      from: { id, edition: '2025-01' },
      procedure: { id, edition: '2026-09', hash: 'b2' },
    });

    const look = new Look(journal, await readEditions(shippedProcedures()));
    const view = await look.placement(about.placementId);
    if (!view) throw new Error('It has started.');
    expect(nameOf(look.edition(view))).toBe('off-site-education.2026-09');
    const on = (day: string) => look.editionOn(view, day).edition;
    expect(['2026-11-20', '2026-11-25', '2026-11-26'].map(on)).toEqual(['2025-01', '2025-01', '2026-09']);
  });
});
