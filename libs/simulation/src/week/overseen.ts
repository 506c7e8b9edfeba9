import { idFrom, type Id } from '#event-sourcing';
import type { OversightCommand, VisitSays } from '#domain';
import { londonInstant } from '#procedure';
import { personId, siteId, type PersonName } from './names.js';

type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
type Entry = readonly [PersonName, OversightCommand];
const lead = 'priya-raman';
const deputy = 'martin-ellery';

/** What was done in the week before to keep an eye on a placement that runs: a talk, a check, and a visit with a concern. */
// Procedure: S16.7, S18.15, S22.3
export function* overseen(about: About): Iterable<Entry> {
  const of = (name: string) => ({ ...about, recordId: idFrom('example', 'oversight', name) });
  const done = (name: string, on: string, by: PersonName) => ({
    ...of(name),
    siteId: siteId('greenacre'),
    on,
    personId: personId(by),
    concerns: false,
  });
  const talk = {
    spokeWith: 'Moira Pell',
    attendance: 'Every session but the Tuesday afternoon, when the bus did not come.',
    progress: 'He mended the gate by himself.',
    behaviour: 'Calm; he helps a younger boy.',
    wellbeing: 'Tired on Mondays.',
    nextSteps: 'Ask whether he could come by an earlier bus.',
  };
  yield [
    lead,
    { type: 'RecordLiaison', data: { ...done('talk', '2026-11-13', lead), channel: 'telephone', says: talk } },
  ];
  const well = {
    where: 'at-provider',
    found: 'seen-and-spoken-to',
    pupilSays: 'I would rather be here than anywhere.',
    notes: 'Well, and glad to be asked.',
  } as const;
  yield [
    lead,
    { type: 'RecordWelfareCheck', data: { ...done('check', '2026-11-12', lead), how: 'face-to-face', says: well } },
  ];
  const saw: VisitSays = {
    purpose: 'monitoring',
    year: 'Year 11',
    seen: true,
    risks: {
      details: 'He works with sharp tools.',
      mitigation: 'One adult for each two pupils; tools are counted out and in.',
      rows: [{ risk: 'A cut.', strategy: 'Gloves, and first aid in the barn.' }],
    },
    progress: [{ target: 'To be there each morning.', progress: 'Eight of ten.' }],
    outcome: 'It goes on. The gate to the road is to be kept shut.',
  };
  const visited = {
    ...done('visit', '2026-11-12', deputy),
    concerns: true,
    startedAt: '10:00',
    minutes: 50,
    says: saw,
  };
  yield [deputy, { type: 'RecordVisit', data: visited }];
  const told = { toId: personId(lead), toldAt: londonInstant('2026-11-12', '11:05'), personId: personId(deputy) };
  yield [deputy, { type: 'HandOverConcern', data: { ...of('visit'), ...told } }];
  const had = { personId: personId(lead), receivedAt: londonInstant('2026-11-12', '11:10'), reference: 'MC-2044' };
  yield [lead, { type: 'ReceiveConcern', data: { ...of('visit'), ...had } }];
  const filed = {
    filedIn: 'safeguarding-system',
    filedOn: '2026-11-12',
    personId: personId(deputy),
    receipt: 'MC-2044',
  } as const;
  yield [deputy, { type: 'FileRecord', data: { ...of('visit'), ...filed } }];
  const note = 'The gate was shut when the deputy drove past on Friday.';
  const noted = {
    noteId: idFrom('example', 'oversight note', 'gate'),
    personId: personId(deputy),
    on: '2026-11-13',
    note,
  };
  yield [deputy, { type: 'NoteOnRecord', data: { ...of('visit'), ...noted } }];
  for (const [name, what, dueOn] of [
    ['gate', 'Ask for a spring on the gate.', '2026-11-27'],
    ['bus', 'Ask the authority about the earlier bus.', '2026-11-20'],
  ] as const) {
    const followUp = { followUpId: idFrom('example', 'follow-up', name), ownerId: personId(lead), dueOn };
    yield [deputy, { type: 'AgreeFollowUp', data: { ...of('visit'), ...followUp, personId: personId(deputy), what } }];
  }
  const closed = { followUpId: idFrom('example', 'follow-up', 'bus'), doneOn: '2026-11-13', personId: personId(lead) };
  yield [
    lead,
    { type: 'CloseFollowUp', data: { ...of('visit'), ...closed, outcome: 'He takes the one at 8:10 from Monday.' } },
  ];
}
