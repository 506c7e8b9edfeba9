import { given, heard, ids, rowsOf } from '#testing';
import { operations, OperationsLog, OperationsLogAnswers } from './operations.js';

const { eventId, parkedEventId, personId, subjectId } = ids('eventId', 'parkedEventId', 'personId', 'subjectId');
const started = (reactor: string) => ({ type: 'ReactorStarted' as const, data: { reactor, after: '0' } });
const parked = { reactor: 'meet-duty-when-recorded', instance: 'placement-1', eventId: parkedEventId };
const by = {
  id: eventId,
  position: 7n,
  meta: { recordedAt: '2026-11-24T10:00:00.000Z', actor: { kind: 'staff' as const, id: personId, roles: [] } },
};
const act = { eventId, at: '2026-11-24T10:00:00.000Z', position: '7', actor: by.meta.actor };
const { eventId: _, ...where } = parked;

describe('the row of an act on the installation', () => {
  const after = given(operations);

  it('says that a reactor was started', () =>
    after(heard(started('letters'), by)).then({ ...act, did: 'started-reactor', reactor: 'letters' }));
  it('says that a parked entry was retried', () =>
    after(heard({ type: 'ParkedEntryRetried' as const, data: parked }, by)).then({
      ...act,
      ...where,
      did: 'retried-parked-entry',
      parkedEventId,
    }));
  it('says that a parked entry was skipped, and why', () =>
    after(heard({ type: 'ParkedEntrySkipped' as const, data: { ...parked, because: 'Done by hand.' } }, by)).then({
      ...act,
      ...where,
      did: 'skipped-parked-entry',
      parkedEventId,
      because: 'Done by hand.',
    }));
  it('says what was imported, and how much came of it', () => {
    const data = { importId: subjectId, kinds: ['pupils'], digests: ['0'.repeat(64)], rows: 12, changes: 3 };
    after(heard({ type: 'ImportCarriedOut' as const, data }, by)).then({
      ...act,
      did: 'imported',
      kinds: ['pupils'],
      rows: 12,
      changes: 3,
    });
  });
  it('says from which backup it was restored', () => {
    const data = { backupId: subjectId, madeAt: '2026-11-24T02:30:00.000Z', upTo: '7', keysDestroyedAgain: 1 };
    after(heard({ type: 'InstallationRestored' as const, data }, by)).then({ ...act, did: 'restored', ...data });
  });
  it('says that a key was destroyed, and why', () =>
    after(
      heard(
        { type: 'KeyDestroyed' as const, data: { subjectId, kept: 'pupil-file', because: 'Kept long enough.' } },
        by,
      ),
    ).then({ ...act, did: 'destroyed-key', subjectId, kept: 'pupil-file', because: 'Kept long enough.' }));
});

describe('asking for the operations', () => {
  it('finds all, in the order of the log', async () => {
    const rows = rowsOf(...Array.from({ length: 11 }, (_, index) => started(`reactor-${index + 1}`)));
    const found = await new OperationsLogAnswers(rows).execute(new OperationsLog({}));
    expect(found.map(({ reactor }) => reactor)).toEqual(
      Array.from({ length: 11 }, (_, index) => `reactor-${index + 1}`),
    );
  });
});
