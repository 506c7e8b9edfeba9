import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { complaint, complaintKeptUnder, type ComplaintCommand, type ComplaintEvent } from './complaint.js';

const of = ids('complaintId', 'schoolId', 'providerId', 'placementId', 'subjectId', 'personId', 'stepId', 'otherId');
const { complaintId, schoolId, providerId, placementId, subjectId, personId, stepId, otherId } = of;
const about = { complaintId, schoolId, providerId, placementId, subjectId, keptUnder: subjectId };
const says = { from: 'parent' as const, name: 'Ines Blake', about: 'Nobody rang about the cut.' };
const entered = { ...about, receivedOn: '2026-11-16', channel: 'email' as const, personId, says };
const taken = { ...about, stepId, step: 'acknowledged' as const, on: '2026-11-17', personId, what: 'By email.' };
const further = { ...taken, stepId: otherId, step: 'taken-further' as const, on: '2026-11-23', what: 'To governors.' };
const ended = { ...about, on: '2026-11-20', personId, says: { outcome: 'upheld' as const, what: 'They ring now.' } };
const received: ComplaintEvent = { type: 'ComplaintReceived', data: entered };
const acknowledged: ComplaintEvent = { type: 'ComplaintStepTaken', data: taken };
const takenFurther: ComplaintEvent = { type: 'ComplaintStepTaken', data: further };
const closed: ComplaintEvent = { type: 'ComplaintClosed', data: ended };
const receive: ComplaintCommand = { type: 'ReceiveComplaint', data: entered };
const acknowledge: ComplaintCommand = { type: 'TakeComplaintStep', data: taken };
const takeFurther: ComplaintCommand = { type: 'TakeComplaintStep', data: further };
const close: ComplaintCommand = { type: 'CloseComplaint', data: ended };
const after = given(complaint);

describe('a complaint', () => {
  it('is received once, however often the form is sent, and also when it has been erased', () => {
    after().when(receive).then(received);
    after(received).when(receive).thenNothing();
    after({ type: 'ComplaintReceived', data: { ...entered, says: erased } })
      .when(receive)
      .thenNothing();
    after(received)
      .when({ type: 'ReceiveComplaint', data: { ...entered, receivedOn: '2026-11-17' } })
      .thenRefused('complaint-received-otherwise');
  });
  it('has steps, each once and none before it came', () => {
    after(received).when(acknowledge).then(acknowledged);
    after(received, acknowledged).when(acknowledge).thenNothing();
    after(received)
      .when({ type: 'TakeComplaintStep', data: { ...taken, on: '2026-11-15' } })
      .thenRefused('complaint-step-too-early');
    for (const each of [acknowledge, close]) after().when(each).thenRefused('complaint-not-known');
  });
  it('is closed once, and not before its last step', () => {
    after(received, acknowledged).when(close).then(closed);
    after(received, acknowledged, closed).when(close).thenNothing();
    const otherwise = { ...ended, says: { ...ended.says, outcome: 'not-upheld' as const } };
    after(received, closed).when({ type: 'CloseComplaint', data: otherwise }).thenRefused('complaint-closed');
    after(received, acknowledged)
      .when({ type: 'CloseComplaint', data: { ...ended, on: '2026-11-16' } })
      .thenRefused('complaint-step-too-early');
  });
  it('takes no step after that but to be taken further, which opens it again', () => {
    after(received, closed).when(acknowledge).thenRefused('complaint-closed');
    after(received, closed).when(takeFurther).then(takenFurther);
    after(received, closed)
      .when({ type: 'TakeComplaintStep', data: { ...further, on: '2026-11-19' } })
      .thenRefused('complaint-step-too-early');
    const again: ComplaintCommand = { type: 'CloseComplaint', data: { ...ended, on: '2026-11-27' } };
    after(received, closed, takenFurther).when(again).then({ type: 'ComplaintClosed', data: again.data });
  });
  it('is kept under the pupil whom it is about, or else under the provider', () => {
    expect(complaintKeptUnder(about)).toBe(subjectId);
    expect(complaintKeptUnder({ providerId })).toBe(providerId);
  });
});
