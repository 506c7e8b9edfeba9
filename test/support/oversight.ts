import { ofEverySchool, type ofHollinBank } from './routes.js';
import type { WebWorld } from './web-world.js';

/** Records a visit with a concern, something to be done because of it, an incident and a complaint: those of support/routes.ts. */
export async function enterVisit(
  world: WebWorld,
  parts: Readonly<Record<keyof typeof ofHollinBank, string>>,
): Promise<void> {
  const { placementId, subjectId, schoolId, recordId, followUpId, incidentId, complaintId, personId } = parts;
  const about = { placementId, subjectId, schoolId, recordId };
  const says = {
    purpose: 'monitoring',
    year: 'Year 10',
    seen: true,
    risks: {
      details: 'Leaves early.',
      mitigation: 'A taxi at three.',
      rows: [{ risk: 'The road.', strategy: 'A taxi.' }],
    },
    progress: [{ target: 'To come every morning.', progress: 'Four of five.' }],
    outcome: 'It goes on.',
  };
  const visit = { ...about, siteId: ofEverySchool['siteId'], on: '2026-11-13', personId, concerns: true };
  await world.send({ type: 'RecordVisit', data: { ...visit, startedAt: '10:00', minutes: 45, says } });
  const followUp = { ...about, followUpId, ownerId: personId, dueOn: '2026-11-13', personId, what: 'Ask for a taxi.' };
  await world.send({ type: 'AgreeFollowUp', data: followUp });
  const parents = { told: false, because: 'Nobody answered at home.' };
  const told = { siteId: ofEverySchool['siteId'], on: '2026-11-12', toldOn: '2026-11-13', toldAt: '11:00' };
  const incident = { incidentId, placementId, subjectId, schoolId, ...told, channel: 'telephone', personId };
  const saysOf = { kind: 'injury', toldBy: 'Tom Arkwright', parents };
  await world.send({ type: 'TellIncident', data: { ...incident, says: saysOf } });
  const of = { complaintId, schoolId, providerId: ofEverySchool['providerId'], placementId, subjectId };
  const complaint = { ...of, keptUnder: subjectId, receivedOn: '2026-11-12', channel: 'email', personId };
  const complained = { from: 'parent', about: 'Nobody rang.' };
  await world.send({ type: 'ReceiveComplaint', data: { ...complaint, says: complained } });
}
