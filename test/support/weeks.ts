import { placementId, schoolId, subjectId } from '../../libs/simulation/src/week/names.js';
import type { WebWorld } from './web-world.js';

/** Plans the rest of Amara's week in the example trust: in school on Friday mornings, and on leave in the afternoons. */
export async function planWeek(world: WebWorld): Promise<void> {
  const sessions = [
    { weekday: 5, session: 'am', is: 'school' },
    { weekday: 5, session: 'pm', is: 'part-time-leave' },
  ];
  const leave = {
    rationale: 'A phased return after an operation.',
    evidence: 'The letter of the hospital.',
    agreedWith: 'Denise Blake',
    agreedOn: '2026-11-12',
    reviewOn: '2026-12-04',
    endsOn: '2026-12-18',
  };
  const beside = [placementId('amara', 'wheelhouse'), placementId('amara', 'harbour-kitchen')];
  const about = { subjectId: subjectId('amara'), schoolId: schoolId('hollin-bank') };
  await world.send({ type: 'PlanRestOfWeek', data: { ...about, from: '2026-11-16', beside, sessions, leave } });
}
