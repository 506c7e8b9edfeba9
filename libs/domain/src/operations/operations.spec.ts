import { assertAcceptable } from '#event-sourcing';
import { given, ids } from '#testing';
import { installationId, operations, type OperationsCommand, type OperationsEvent } from './operations.js';

const { eventId, otherEventId, subjectId } = ids('eventId', 'otherEventId', 'subjectId');
const start = { reactor: 'meet-duty-when-recorded', after: '0' };
const entry = { reactor: 'meet-duty-when-recorded', instance: 'placement.2026-11-24.am', eventId };
const skip = { ...entry, because: 'The event came from a faulty import.' };
const destruction = { subjectId, kept: 'pupil-file', because: 'Kept for as long as it may be.' };

const started: OperationsEvent = { type: 'ReactorStarted', data: start };
const retried: OperationsEvent = { type: 'ParkedEntryRetried', data: entry };
const skipped: OperationsEvent = { type: 'ParkedEntrySkipped', data: skip };
const destroyed: OperationsEvent = { type: 'KeyDestroyed', data: destruction };
const startReactor: OperationsCommand = { type: 'StartReactor', data: start };
const retryEntry: OperationsCommand = { type: 'RetryParkedEntry', data: entry };
const skipEntry: OperationsCommand = { type: 'SkipParkedEntry', data: skip };
const noteDestroyed: OperationsCommand = { type: 'NoteKeyDestroyed', data: destruction };

describe('the operations of an installation', () => {
  const after = given(operations);

  it('start a reactor', () => after().when(startReactor).then(started));
  it('start it once, however often, and where it first began', () => {
    after(started).when(startReactor).thenNothing();
    after(started)
      .when({ type: 'StartReactor', data: { ...start, after: '77' } })
      .thenNothing();
  });
  it('start each reactor', () => {
    const other = { ...start, reactor: 'find-the-pupil-when-absent-or-silent' };
    after(started).when({ type: 'StartReactor', data: other }).then({ type: 'ReactorStarted', data: other });
  });

  it('note an import once', () => {
    const data = { importId: eventId, kinds: ['pupils'], digests: ['0'.repeat(64)], rows: 12, changes: 3 };
    after().when({ type: 'NoteImport', data }).then({ type: 'ImportCarriedOut', data });
    after({ type: 'ImportCarriedOut', data }).when({ type: 'NoteImport', data }).thenNothing();
  });

  it('note a restore once', () => {
    const data = { backupId: eventId, madeAt: '2026-11-24T02:30:00.000Z', upTo: '7', keysDestroyedAgain: 1 };
    after().when({ type: 'NoteRestore', data }).then({ type: 'InstallationRestored', data });
    after({ type: 'InstallationRestored', data }).when({ type: 'NoteRestore', data }).thenNothing();
  });

  it('retry what was parked, as often as an operator says', () => {
    after().when(retryEntry).then(retried);
    after(retried).when(retryEntry).then(retried);
  });
  it('skip it, with a reason', () => after(retried).when(skipEntry).then(skipped));
  it('skip it once, however often and why, and retry it no more', () => {
    after(skipped).when(skipEntry).thenNothing();
    after(skipped)
      .when({ type: 'SkipParkedEntry', data: { ...skip, because: 'Again.' } })
      .thenNothing();
    after(skipped).when(retryEntry).thenNothing();
  });
  it('skip each entry apart', () => {
    const other = { ...skip, eventId: otherEventId };
    after(skipped).when({ type: 'SkipParkedEntry', data: other }).then({ type: 'ParkedEntrySkipped', data: other });
  });

  it('note that a key was destroyed', () => after().when(noteDestroyed).then(destroyed));
  it('note it once, however often', () => after(destroyed).when(noteDestroyed).thenNothing());
  it('note each retention class apart', () => {
    const other = { ...destruction, kept: 'contact' };
    after(destroyed).when({ type: 'NoteKeyDestroyed', data: other }).then({ type: 'KeyDestroyed', data: other });
  });

  it('have a stream that every store accepts', () => {
    const event = { id: eventId, type: 'KeyDestroyed', data: '{}', meta: '{"recordedAt":""}' };
    expect(() => assertAcceptable(`${operations.category}-${installationId}`, [event])).not.toThrow();
  });
});
