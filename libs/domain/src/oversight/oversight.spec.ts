import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { oversight, reachedThePupil, type OversightCommand, type OversightEvent } from './oversight.js';
import type { WelfareFound } from './records.js';

const of = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'recordId',
  'personId',
  'toId',
  'ownerId',
  'noteId',
  'followUpId',
);
const { placementId, subjectId, schoolId, siteId, recordId, personId, toId, ownerId, noteId, followUpId } = of;
const about = { placementId, subjectId, schoolId, recordId };
const record = { ...about, siteId, on: '2026-11-20', personId, concerns: true };

const spoken = {
  ...record,
  channel: 'telephone' as const,
  says: {
    spokeWith: 'Tom Arkwright',
    attendance: 'Every session but Tuesday.',
    progress: 'Her first bench joint.',
    behaviour: 'Calm.',
    wellbeing: 'Tired on Mondays.',
  },
};
const checked = {
  ...record,
  how: 'face-to-face' as const,
  says: { where: 'at-provider' as const, found: 'seen-and-spoken-to' as const, notes: 'Well, and chatty.' },
};
const visited = {
  ...record,
  startedAt: '10:00',
  minutes: 45,
  says: {
    purpose: 'monitoring' as const,
    year: 'Year 10',
    seen: true,
    risks: { details: 'Leaves early.', mitigation: 'A taxi.', rows: [{ risk: 'The road.', strategy: 'An escort.' }] },
    progress: [{ target: 'To attend every morning.', progress: 'Four of five.' }],
    outcome: 'It goes on.',
  },
};
const handover = { ...about, toId, toldAt: '2026-11-20T10:40:00.000Z', personId };
const receipt = { ...about, personId: toId, receivedAt: '2026-11-20T10:55:00.000Z', reference: 'MC-1042' };
const filing = { ...about, filedIn: 'pupil-file' as const, filedOn: '2026-11-20', personId };
const noted = { ...about, noteId, personId, on: '2026-11-21', note: 'It was Wednesday, not Tuesday.' };
const followUp = { ...about, followUpId, ownerId, dueOn: '2026-11-27', personId, what: 'Ask for an earlier taxi.' };
const closure = { ...about, followUpId, doneOn: '2026-11-25', personId: ownerId, outcome: 'It comes at 8:30.' };

const liaisonHeld: OversightEvent = { type: 'LiaisonHeld', data: spoken };
const visitMade: OversightEvent = { type: 'VisitMade', data: visited };
const calmVisit: OversightEvent = { type: 'VisitMade', data: { ...visited, concerns: false } };
const handedOver: OversightEvent = { type: 'ConcernHandedOver', data: handover };
const received: OversightEvent = { type: 'ConcernReceived', data: receipt };
const handOver: OversightCommand = { type: 'HandOverConcern', data: handover };
const receive: OversightCommand = { type: 'ReceiveConcern', data: receipt };
const agree: OversightCommand = { type: 'AgreeFollowUp', data: followUp };
const agreed: OversightEvent = { type: 'FollowUpAgreed', data: followUp };
const close: OversightCommand = { type: 'CloseFollowUp', data: closure };
const closed: OversightEvent = { type: 'FollowUpClosed', data: closure };

const after = given(oversight);

describe('what a school does to keep an eye on a placement', () => {
  // Procedure: S16.7, S4.18
  it('is a talk with the provider about the pupil', () =>
    after().when({ type: 'RecordLiaison', data: spoken }).then(liaisonHeld));

  it('is a look at whether the pupil is safe and well', () =>
    after().when({ type: 'RecordWelfareCheck', data: checked }).then({ type: 'WelfareChecked', data: checked }));

  // Procedure: S18.1, S18.2, S18.3, S18.4, S18.5, S18.6, S18.7, S18.8, S18.9, S18.10, S18.11, S18.12, S18.13, S18.14, S18.15, X6
  it('is a visit to one pupil', () => after().when({ type: 'RecordVisit', data: visited }).then(visitMade));

  it('is recorded once, however often the form is sent, and also when its words are erased', () => {
    after(visitMade).when({ type: 'RecordVisit', data: visited }).thenNothing();
    const forgotten = { ...visited, says: erased, concerns: erased } as const;
    after({ type: 'VisitMade', data: forgotten }).when({ type: 'RecordVisit', data: visited }).thenNothing();
  });

  it('stays as it was: the same form does not say something else afterwards', () =>
    after(visitMade)
      .when({ type: 'RecordVisit', data: { ...visited, minutes: 50 } })
      .thenRefused('recorded-otherwise'));

  it('reached the pupil when somebody saw them or spoke to them, and not by trying', () => {
    const found = (each: WelfareFound) => reachedThePupil({ says: { ...checked.says, found: each } });
    expect([found('seen-and-spoken-to'), found('seen'), found('spoken-to')]).toEqual([true, true, true]);
    expect([found('not-reached'), reachedThePupil({ says: erased })]).toEqual([false, false]);
  });
});

// Procedure: S22.3
describe('a concern in a record', () => {
  it('is handed over to a person, who has it then', () => {
    after(visitMade).when(handOver).then(handedOver);
    after(visitMade, handedOver).when(handOver).thenNothing();
    after(visitMade, handedOver).when(receive).then(received);
    after(visitMade, handedOver, received).when(receive).thenNothing();
  });
  it('may be handed to somebody else as long as nobody has it', () => {
    const toAnother = { ...handover, toId: ownerId };
    const again: OversightCommand = { type: 'HandOverConcern', data: toAnother };
    after(visitMade, handedOver).when(again).then({ type: 'ConcernHandedOver', data: toAnother });
    after(visitMade, handedOver, received).when(again).thenNothing();
  });
  it('is had by nobody who was not told', () => after(visitMade).when(receive).thenRefused('concern-not-handed-over'));
  it('is none where the record says that there are none', () =>
    after(calmVisit).when(handOver).thenRefused('no-concern-in-record'));
  it('is of a record that is there', () => after().when(handOver).thenRefused('record-not-known'));
});

describe('what becomes of a record', () => {
  it('is that it is filed elsewhere, once for each place and receipt', () => {
    const file: OversightCommand = { type: 'FileRecord', data: filing };
    after(visitMade).when(file).then({ type: 'RecordFiled', data: filing });
    after(visitMade, { type: 'RecordFiled', data: filing }).when(file).thenNothing();
    after().when(file).thenRefused('record-not-known');
  });
  it('is a note beside it, which takes nothing of it back', () => {
    const note: OversightCommand = { type: 'NoteOnRecord', data: noted };
    after(visitMade).when(note).then({ type: 'RecordNoted', data: noted });
    after(visitMade, { type: 'RecordNoted', data: noted }).when(note).thenNothing();
    after().when(note).thenRefused('record-not-known');
  });
  it('is something to do, by one person and by a day that is not before it', () => {
    after(visitMade).when(agree).then(agreed);
    after(visitMade, agreed).when(agree).thenNothing();
    const before: OversightCommand = { type: 'AgreeFollowUp', data: { ...followUp, dueOn: '2026-11-19' } };
    after(visitMade).when(before).thenRefused('follow-up-due-too-early');
  });
  it('is done once', () => {
    after(visitMade, agreed).when(close).then(closed);
    after(visitMade, agreed, closed).when(close).thenNothing();
    after(visitMade).when(close).thenRefused('follow-up-not-known');
  });
});
