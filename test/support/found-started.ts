import type { Id, Actor } from '#event-sourcing';
import { evidenceFor } from '#simulation';
import { personId, providerId, schoolId, siteId, subjectId } from '../../libs/simulation/src/week/names.js';
import type { WebWorld } from './web-world.js';

/**
 * Callum Dray's placement at Harbour Kitchen, which is found on 18 November 2026 to have begun eight days before, with
 * everything that a start asks for but the signed agreement.
 */
export async function findStarted(world: WebWorld, placementId: Id): Promise<void> {
  const about = { placementId, subjectId: subjectId('callum'), schoolId: schoolId('hollin-bank') };
  const { id, edition } = world.edition;
  const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
  const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
  const plan = { purpose: 'To learn to cook.', startOn: '2026-11-10', slots, restOfWeek: 'taught' };
  const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };
  await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } }, by);
  const placed = {
    about,
    school: 'hollin-bank',
    by: 'priya-raman',
    parent: 'Wendy Dray',
    reader: 'dilys-penrose',
    isChildInNeed: true,
  } as const;
  for (const command of evidenceFor(placed, '2026-11-09')) {
    if (command.type !== 'AgreePlacement') await world.send(command, by);
  }
  await world.send({ type: 'FindPlacementStarted', data: { ...about, startedOn: '2026-11-10', required: [] } }, by);
  await world.caughtUp();
}
